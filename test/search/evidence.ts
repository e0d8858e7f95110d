import { upsertOrganisation } from '../../src/accounts/index.js'
import type { PageHead } from '../../src/pages/index.js'
import type { TestSite } from '../support/site.js'

/** An organisation of a kind. Returns its id. */
export const organisation = ({ deps, clock }: TestSite, name: string, kind: string): Promise<string> =>
  deps.db.transaction(tx =>
    upsertOrganisation(tx, { name, kind, website: null, endedOn: null, domains: [] }, clock.now()),
  )

export interface Standing {
  readonly organisation: string
  /** Whether it may be named. */
  readonly named: boolean
}

/** Makes a page stand as if these organisations had said something of it. */
export async function putEvidence(
  { deps }: TestSite,
  page: PageHead,
  state: string,
  standings: readonly Standing[] = [],
  newestOn: string | null = standings.length > 0 ? '2026-01-01' : null,
): Promise<void> {
  await deps.db.transaction(async tx => {
    const { seq } = await tx.selectFrom('page').select('seq').where('id', '=', page.id).executeTakeFirstOrThrow()
    const row = {
      seq,
      page_id: page.id,
      state,
      organisations: standings.length,
      people: standings.length,
      past: 0,
      counts: '{}',
      proof: 0,
      newest_on: newestOn,
      proven_since: null,
      said: 0,
    }
    await tx.deleteFrom('standing').where('page_id', '=', page.id).execute()
    await tx.deleteFrom('page_evidence').where('page_id', '=', page.id).execute()
    await tx.insertInto('page_evidence').values(row).execute()
    for (const { organisation: id, named } of standings) {
      await tx
        .insertInto('standing')
        .values({
          page_id: page.id,
          organisation_id: id,
          state: 'facing',
          other_id: null,
          happened_on: '2026-01-01',
          since: '2026-01-01',
          people: 1,
          voices: '{"facing":1}',
          named_state: named ? 'facing' : null,
        })
        .execute()
    }
  })
}
