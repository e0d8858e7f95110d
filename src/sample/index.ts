import type { Deps } from '../platform/deps.js'
import { pluralise } from '../platform/text.js'
import { listPageIds } from '../pages/index.js'
import { loadSampleEvidence } from './evidence.js'
import { loadSample } from './load.js'

export { createDemonstrationAccounts } from './demonstration-accounts.js'
export { readFormerNames } from './find-sample-page.js'
export { loadSampleEvidence, readInventedOrganisations, readSampleEvidence, type SampleStatement } from './evidence.js'
export { loadSample, readSampleOrganisations, readSamplePages, type SamplePage } from './load.js'
export { sampleSynonyms } from './synonyms.js'

/** Loads the sample content if there is no page, and the sample evidence if there is no statement. Reports on `print`. */
export async function loadDemonstration(deps: Deps, print: (line: string) => void): Promise<void> {
  if ((await listPageIds(deps.db)).length === 0) {
    print('Adding the sample content …')
    print(`Added ${pluralise(await loadSample(deps), 'page')}.`)
  }
  const statements = await loadSampleEvidence(deps)
  if (statements > 0) print(`Added ${pluralise(statements, 'report')} by invented organisations.`)
}
