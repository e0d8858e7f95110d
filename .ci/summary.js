// Prints what a run of tests came to, from jest's report: each failure with its message, then one line of counts.
import { readFileSync } from 'node:fs'

const MOST_LINES_OF_A_MESSAGE = 25
const MOST_CHARACTERS_OF_A_LINE = 400

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const { numPassedTests, numFailedTests, numPendingTests, testResults } = report

/** Jest colours its messages. */
const plain = message =>
  message
    .replace(/\x1B\[\d+m/g, '')
    .split('\n')
    .filter(line => line.trim() !== '')
    .slice(0, MOST_LINES_OF_A_MESSAGE)
    .map(line => `    ${line.slice(0, MOST_CHARACTERS_OF_A_LINE)}`)
    .join('\n')

for (const { name, status, message, assertionResults } of testResults) {
  if (status !== 'failed') continue
  console.log(`Failed: ${name.slice(process.cwd().length + 1)}`)
  const failures = assertionResults.filter(result => result.status === 'failed')
  for (const { fullName, failureMessages } of failures)
    console.log(`  ${fullName}\n${plain(failureMessages.join('\n'))}`)
  // The file failed before its tests began.
  if (failures.length === 0) console.log(plain(message))
}
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`)
