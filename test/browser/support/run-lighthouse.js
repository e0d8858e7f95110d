import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'
import settings from './lighthouse-settings.js'

/**
 * Prints what Lighthouse reports about pages, as one JSON array: `node run-lighthouse.js CATEGORIES ADDRESS…`. It needs a
 * process of its own, outside the test runner. All pages share this process and one Chromium, because starting them
 * takes longer than the checks.
 */
const [categories, ...addresses] = process.argv.slice(2)
const chrome = await launch({
  chromePath: process.env.CHROMIUM_PATH,
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
})
const reports = []
try {
  for (const address of addresses) {
    const flags = { port: chrome.port, logLevel: 'silent', onlyCategories: categories.split(',') }
    reports.push((await lighthouse(address, flags, settings)).lhr)
  }
} finally {
  chrome.kill()
}
// Exit, because connections that are kept open would hold up the process for seconds.
process.stdout.write(JSON.stringify(reports), () => process.exit())
