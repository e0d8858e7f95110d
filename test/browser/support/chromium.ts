import { chromium, type Browser } from 'playwright-core'

/** The system's Chromium, which `find-chromium.js` found. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['CHROMIUM_PATH']!, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] })
