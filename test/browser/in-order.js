/** The test files, longest first, so that both workers end at about the same time. */
const order = [
  'gates/members',
  'gates/visitors',
  'editor',
  'journeys/with-scripts',
  'journeys/without-scripts',
  'lighthouse',
  'journeys/by-keyboard',
  'display',
  'page-kinds',
]

const placeOf = ({ path }) => order.findIndex(name => path.endsWith(`/${name}.test.ts`))

/** The sequencer that jest calls. */
export default class InOrder {
  sort(tests) {
    return [...tests].sort((a, b) => placeOf(a) - placeOf(b))
  }

  allFailedTests(tests) {
    return tests
  }

  shard(tests) {
    return tests
  }

  cacheResults() {}
}
