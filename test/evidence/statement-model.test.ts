import { effortText } from '../../src/evidence/statement-model.js'

test.each([
  [{ approvedBy: '', weeks: null, cost: null }, undefined],
  [{ approvedBy: 'IT security', weeks: 2, cost: 1500 }, 'approval from IT security, 2 weeks, £1,500'],
  [{ approvedBy: '', weeks: 0, cost: 0 }, 'less than a week, no cost'],
  [{ approvedBy: '', weeks: 1, cost: null }, '1 week'],
])('the effort %j is described as “%s”', (effort, text) => expect(effortText(effort)).toBe(text))
