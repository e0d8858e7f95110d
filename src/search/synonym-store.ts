import type { Instant } from '../platform/clock.js'
import type { Reader, Tx } from '../platform/database/index.js'
import { newId } from '../platform/ids.js'

/** Terms that mean the same. Searching for one of them also finds the others, ranked lower. */
export interface SynonymGroup {
  readonly id: string
  /** `MIN_SYNONYM_TERMS` to `MAX_SYNONYM_TERMS` terms, each of one or more words. */
  readonly terms: readonly string[]
  readonly createdAt: Instant
}

/** Lists all groups, oldest first. */
export async function listSynonymGroups(db: Reader): Promise<readonly SynonymGroup[]> {
  const rows = await db.selectFrom('synonym').selectAll().orderBy('id').execute()
  return rows.map(row => ({ id: row.id, terms: JSON.parse(row.terms) as string[], createdAt: row.created_at }))
}

/** Adds a group of terms that `normaliseTerms` gave. Returns its id. */
export async function insertSynonymGroup(tx: Tx, terms: readonly string[], at: Instant): Promise<string> {
  const id = newId()
  await tx
    .insertInto('synonym')
    .values({ id, terms: JSON.stringify(terms), created_at: at })
    .execute()
  return id
}

/** Replaces the terms of a group. Returns whether the group exists. */
export async function updateSynonymGroup(tx: Tx, id: string, terms: readonly string[]): Promise<boolean> {
  const updated = await tx
    .updateTable('synonym')
    .set({ terms: JSON.stringify(terms) })
    .where('id', '=', id)
    .executeTakeFirst()
  return updated.numUpdatedRows > 0n
}

/** Does nothing if there is no such group. */
export const deleteSynonymGroup = (tx: Tx, id: string): Promise<unknown> =>
  tx.deleteFrom('synonym').where('id', '=', id).execute()
