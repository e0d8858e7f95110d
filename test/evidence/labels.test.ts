import { evidenceTag, pageStateLabels, stateLabels } from '../../src/evidence/labels.js'
import { barrierStates, reportStates, solutionStates, trialStates } from '../../src/evidence/states.js'

test('every state has a label', () => {
  for (const state of [...reportStates, ...trialStates]) expect(stateLabels[state].text).toMatch(/^[A-Z]/)
  for (const state of [...barrierStates, ...solutionStates]) expect(pageStateLabels[state].text).toMatch(/^[A-Z]/)
})

test.each([
  ['solution', 'proven', 2, 'Proven'],
  ['solution', 'worked', 1, 'Worked, not proven yet'],
  ['solution', 'worked', 2, 'Worked, not proven yet'],
  ['solution', 'untried', 0, 'Not tried yet'],
  ['solution', 'tried', 0, 'No success yet'],
  ['barrier', 'proven', 2, 'Has a proven solution'],
  ['barrier', 'waiting', 0, 'Needs a solution'],
  ['barrier', 'waiting', 1, 'Solution not shared yet'],
  ['barrier', 'mostly-overcome', 2, 'Mostly overcome'],
  ['barrier', 'has-workaround', 1, 'Has a solution'],
] as const)('the tag of a %s that is “%s” at %i organisations is “%s”', (kind, state, resolvedCount, text) =>
  expect(evidenceTag(kind, { state, resolvedCount }).text).toBe(text),
)
