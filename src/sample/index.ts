import type { Deps } from '../platform/deps.js'
import { pluralise } from '../platform/text.js'
import { listPageIds } from '../pages/index.js'
import { loadSampleEvidence } from './evidence.js'
import { loadSample } from './load.js'

export { createDemonstrationAccounts } from './demonstration-accounts.js'
export { loadSampleEvidence, readInventedOrganisations, readSampleEvidence, type SampleStatement } from './evidence.js'
export { loadSample, readSampleOrganisations, readSamplePages, type SamplePage } from './load.js'

/** Loads the sample content when there is no page at all, and the sample evidence when nobody said anything yet. */
export async function loadDemonstration(deps: Deps, say: (line: string) => void): Promise<void> {
  if ((await listPageIds(deps.db)).length === 0) {
    say('Loading the sample content …')
    say(`Loaded ${pluralise(await loadSample(deps), 'page')}.`)
  }
  const statements = await loadSampleEvidence(deps)
  if (statements > 0) say(`Loaded ${pluralise(statements, 'statement')} of invented organisations.`)
}
