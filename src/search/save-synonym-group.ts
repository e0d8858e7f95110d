import type { Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import { insertSynonymGroup, updateSynonymGroup } from './synonym-store.js'
import { checkTerms, normaliseTerms } from './synonyms.js'

/**
 * Adds a group of terms that mean the same, or replaces the terms of the group `id`. Returns its id.
 * @throws Refused when there are too few or too many terms, or one is too long; NotFound when there is no group `id`.
 */
export async function saveSynonymGroup(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  typed: readonly string[],
  id?: string,
): Promise<string> {
  const terms = normaliseTerms(typed)
  checkTerms(terms)
  return db.transaction(async tx => {
    if (id === undefined) return insertSynonymGroup(tx, terms, clock.now())
    if (!(await updateSynonymGroup(tx, id, terms))) throw new NotFound('There is no such group of synonyms.')
    return id
  })
}
