/**
 * Lighthouse as it is, but without the waiting and the pictures, which only the timings of a page need. Do not set another
 * `throttlingMethod`: with any other, Lighthouse waits at least 5 seconds whatever is set here.
 */
export default {
  extends: 'lighthouse:default',
  settings: {
    disableFullPageScreenshot: true,
    pauseAfterFcpMs: 0,
    pauseAfterLoadMs: 0,
    networkQuietThresholdMs: 0,
    cpuQuietThresholdMs: 0,
  },
}
