import { peerText } from '../../src/evidence/peers.js'
import type { StatementState } from '../../src/evidence/states.js'

test.each<['barrier' | 'solution', Partial<Record<StatementState, number>>, string]>([
  ['barrier', { facing: 1 }, '1 council like yours faced it. None got round it'],
  ['barrier', { facing: 1, overcome: 1 }, '2 councils like yours faced it. 1 got round it'],
  ['solution', { worked: 1 }, 'worked at the one council like yours that tried it'],
  ['solution', { failed: 1 }, 'did not work at the one council like yours that tried it'],
  ['solution', { 'in-part': 1 }, 'did not fully work at the one council like yours that tried it'],
  ['solution', { failed: 3 }, 'did not work at any of the 3 councils like yours that tried it'],
  ['solution', { worked: 2, failed: 1 }, 'worked at 2 of the 3 councils like yours that tried it'],
  ['solution', { 'not-allowed': 2 }, 'not allowed at 2 councils like yours'],
  ['solution', { worked: 1, 'not-allowed': 2 }, 'worked at the one council like yours that tried it'],
])('the peers of a council on a %s in the states %j are “%s”', (kind, states, text) => {
  const counts = Object.entries(states).map(([state, organisations]) => ({
    pageId: 'p',
    kind: 'council',
    state: state as StatementState,
    organisations,
  }))
  expect(peerText({ id: 'p', kind }, counts, { id: 'o', kind: 'council' })).toBe(text)
})
