import { existsSync } from 'node:fs'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
]

/** Finds the system's Chromium before the first test, or ends with one line that says how to get it. */
export default function findChromium() {
  const found = usual.find(path => existsSync(path))
  if (found === undefined) {
    process.stderr.write(
      `There is no Chromium (${usual.join(', ')}), which the browser tests drive. Install it: apt-get install chromium\n`,
    )
    process.exit(1)
  }
  process.env.CHROMIUM_PATH = found
}
