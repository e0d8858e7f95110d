import { upsertOrganisation } from '../../src/accounts/index.js'
import type { PageHead } from '../../src/pages/index.js'
import type { TestSite } from '../support/site.js'

/** Creates an organisation of a kind. Returns its id. */
export const organisation = ({ deps, clock }: TestSite, name: string, kind: string): Promise<string> =>
  deps.db.transaction(tx =>
    upsertOrganisation(tx, { name, kind, website: null, endedOn: null, domains: [] }, clock.now()),
  )

export interface Position {
  readonly organisation: string
  /** Whether the organisation may be named. */
  readonly named: boolean
}

/** Stores the evidence of a page as if these organisations had made statements about it. */
export async function putEvidence(
  { deps }: TestSite,
  page: PageHead,
  state: string,
  positions: readonly Position[] = [],
  newestOn: string | null = positions.length > 0 ? '2026-01-01' : null,
): Promise<void> {
  await deps.db.transaction(async tx => {
    const { seq } = await tx.selectFrom('page').select('seq').where('id', '=', page.id).executeTakeFirstOrThrow()
    const row = {
      seq,
      page_id: page.id,
      state,
      organisations: positions.length,
      people: positions.length,
      resolved_count: 0,
      organisations_by_state: '{}',
      proof_score: 0,
      newest_on: newestOn,
      proven_since: null,
      ledger_changes: 0,
    }
    await tx.deleteFrom('organisation_position').where('page_id', '=', page.id).execute()
    await tx.deleteFrom('page_evidence').where('page_id', '=', page.id).execute()
    await tx.insertInto('page_evidence').values(row).execute()
    for (const { organisation: id, named } of positions) {
      await tx
        .insertInto('organisation_position')
        .values({
          page_id: page.id,
          organisation_id: id,
          state: 'facing',
          linked_page_id: null,
          happened_on: '2026-01-01',
          since: '2026-01-01',
          people: 1,
          people_by_state: '{"facing":1}',
          named_state: named ? 'facing' : null,
        })
        .execute()
    }
  })
}
