import type { Deps } from '../platform/deps.js'
import { listPageIds } from '../pages/index.js'
import { loadSample } from './load.js'

export { loadSample, readSampleOrganisations, readSamplePages, type SamplePage } from './load.js'

/** Loads the sample content when there is no page at all. */
export async function loadSampleWhenEmpty(deps: Deps, say: (line: string) => void): Promise<void> {
  if ((await listPageIds(deps.db)).length > 0) return
  say('Loading the sample content …')
  say(`Loaded ${await loadSample(deps)} pages.`)
}
