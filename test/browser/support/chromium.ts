import { chromium, type Browser } from 'playwright-core'

const inContainers = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu']

/** Without these options, every new window starts new processes, which takes longer than the pages do. */
const light = ['--in-process-gpu', '--process-per-site', '--disable-site-isolation-trials']

/** The system's Chromium, which `find-chromium.js` found. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['CHROMIUM_PATH']!, args: [...inContainers, ...light] })
