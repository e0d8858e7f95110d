import base from '../../jest.config.js'

/** The tests that drive the built application in a real Chromium: `npm run test:browser`. */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  testPathIgnorePatterns: [],
  globalSetup: '<rootDir>/test/browser/global-setup.js',
  testSequencer: '<rootDir>/test/browser/in-order.js',
  testTimeout: 120_000,
}
