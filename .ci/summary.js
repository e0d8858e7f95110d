// What a run of tests came to, from jest's report: each failure by name with the first lines of its message, then one line of counts.
import { readFileSync } from 'node:fs'

const MOST_LINES = 25

const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
  readFileSync(process.argv[2], 'utf8'),
)

// Jest colours what it says.
const plain = text =>
  text
    .replace(/\x1B\[\d+m/g, '')
    .split('\n')
    .filter(line => line.trim() !== '')
    .slice(0, MOST_LINES)
    .map(line => `    ${line.slice(0, 400)}`)
    .join('\n')

for (const { name, status, message, assertionResults } of testResults) {
  if (status !== 'failed') continue
  console.log(`Failed: ${name.slice(process.cwd().length + 1)}`)
  const failed = assertionResults.filter(one => one.status === 'failed')
  for (const { fullName, failureMessages } of failed) console.log(`  ${fullName}\n${plain(failureMessages.join('\n'))}`)
  // It did not get as far as its tests.
  if (failed.length === 0) console.log(plain(message))
}
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`)
