// Summarises jest's report of a test run: prints each failure with its message, then one line of counts.
import { readFileSync } from 'node:fs'

/** Longer messages and lines are cut, to keep the summary short. */
const MAX_MESSAGE_LINES = 25
const MAX_LINE_LENGTH = 400

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const { numPassedTests, numFailedTests, numPendingTests, testResults } = report

/** Removes jest's colours and blank lines, and indents. */
const formatMessage = message =>
  message
    .replace(/\x1B\[\d+m/g, '')
    .split('\n')
    .filter(line => line.trim() !== '')
    .slice(0, MAX_MESSAGE_LINES)
    .map(line => `    ${line.slice(0, MAX_LINE_LENGTH)}`)
    .join('\n')

for (const { name, status, message, assertionResults } of testResults) {
  if (status !== 'failed') continue
  console.log(`Failed: ${name.slice(process.cwd().length + 1)}`)
  const failures = assertionResults.filter(result => result.status === 'failed')
  for (const { fullName, failureMessages } of failures)
    console.log(`  ${fullName}\n${formatMessage(failureMessages.join('\n'))}`)
  // The file failed before its first test.
  if (failures.length === 0) console.log(formatMessage(message))
}
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`)
