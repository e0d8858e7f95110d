/** Lighthouse as it is, but without the waiting and the pictures, which only the timings of a page need. */
export default {
  extends: 'lighthouse:default',
  settings: {
    throttlingMethod: 'provided',
    disableFullPageScreenshot: true,
    pauseAfterFcpMs: 0,
    pauseAfterLoadMs: 0,
    networkQuietThresholdMs: 0,
    cpuQuietThresholdMs: 0,
  },
}
