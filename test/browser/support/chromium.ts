import { chromium, type Browser } from 'playwright-core'

const inContainers = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu']

/** Options that only save work. What pages do and how they look stays the same. */
const light = [
  // Otherwise every new window starts new processes, which takes longer than the pages do.
  '--in-process-gpu',
  '--process-per-site',
  '--disable-site-isolation-trials',
  // Keep the frame when a window opens the next page.
  '--enable-features=RenderDocument:level/crashed-frame',
  // No script runs long enough to be worth optimising.
  '--js-flags=--no-opt',
]

/** The system's Chromium, which `find-chromium.js` found. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['CHROMIUM_PATH']!, args: [...inContainers, ...light] })
