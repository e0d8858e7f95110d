import { existsSync } from 'node:fs'

/** The first is Chromium without its windows, which needs a third less processor time. */
const commonPaths = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
]

/** Returns the path of the system's Chromium, or exits with a line that says how to install it. */
export function findChromium() {
  const path = commonPaths.find(candidate => existsSync(candidate))
  if (path === undefined) {
    process.stderr.write(
      `Chromium was not found (${commonPaths.join(', ')}). The browser tests need it. To install it, run: apt-get install chromium-headless-shell\n`,
    )
    process.exit(1)
  }
  return path
}
