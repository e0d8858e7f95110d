import { cachedUntilCommit, type Db, type Reader, type Tx } from '../platform/database/index.js'
import type { Instant } from '../platform/clock.js'
import { Refused } from '../platform/errors.js'
import { newId } from '../platform/ids.js'
import { MAX_SYNONYM_LENGTH, MAX_SYNONYM_TERMS, MIN_SYNONYM_TERMS } from './limits.js'
import { splitWords, type SearchQuery } from './query.js'
import type { SynonymsByWord } from './request.js'
import { stripAccents } from './vocabulary.js'

/** Terms that mean the same. Searching for one of them also finds the others, ranked lower. */
export interface SynonymGroup {
  readonly id: string
  /** `MIN_SYNONYM_TERMS` to `MAX_SYNONYM_TERMS` terms, each of one or more words. */
  readonly words: readonly string[]
  readonly createdAt: Instant
}

/** Lists all groups, oldest first. */
export async function listSynonymGroups(db: Reader): Promise<readonly SynonymGroup[]> {
  const rows = await db.selectFrom('synonym').selectAll().orderBy('id').execute()
  return rows.map(row => ({ id: row.id, words: JSON.parse(row.words) as string[], createdAt: row.created_at }))
}

/** Normalises terms for storage: lower case, single spaces, no duplicates. Leaves out terms without any word. */
export const normaliseTerms = (terms: readonly string[]): readonly string[] =>
  [...new Set(terms.map(term => splitWords(term).join(' ')))].filter(term => term !== '')

/**
 * Adds a group of terms, or replaces the terms of the group `id`. Returns its id.
 * @throws Refused when there are too few or too many terms, or one is too long.
 */
export async function saveSynonymGroup(tx: Tx, terms: readonly string[], at: Instant, id = newId()): Promise<string> {
  const words = normaliseTerms(terms)
  if (words.length < MIN_SYNONYM_TERMS || words.length > MAX_SYNONYM_TERMS)
    throw new Refused(`Enter ${MIN_SYNONYM_TERMS} to ${MAX_SYNONYM_TERMS} different terms.`)
  if (words.some(word => word.length > MAX_SYNONYM_LENGTH))
    throw new Refused(`Each term must be ${MAX_SYNONYM_LENGTH} characters or fewer.`)
  await tx
    .insertInto('synonym')
    .values({ id, words: JSON.stringify(words), created_at: at })
    .onConflict(on => on.column('id').doUpdateSet({ words: JSON.stringify(words) }))
    .execute()
  return id
}

/** Removes a group. Searching for one of its terms no longer finds the others. */
export const removeSynonymGroup = (tx: Tx, id: string): Promise<unknown> =>
  tx.deleteFrom('synonym').where('id', '=', id).execute()

/** Groups for the sample content. */
export const sampleSynonyms: readonly (readonly string[])[] = [
  ['vpn', 'remote access'],
  ['video call', 'video conference', 'video meeting'],
  ['wifi', 'wi-fi', 'wireless'],
  ['single sign-on', 'sso'],
  ['two-factor', 'multi-factor', '2fa', 'mfa'],
  ['laptop', 'device', 'computer'],
  ['mobile', 'phone', 'smartphone'],
  ['blocked', 'filtered', 'restricted'],
  ['browser', 'internet explorer', 'chrome', 'firefox'],
  ['social media', 'twitter', 'facebook'],
  ['spreadsheet', 'excel'],
  ['signature', 'sign', 'wet ink'],
  ['procurement', 'buying', 'purchasing'],
  ['data protection', 'gdpr', 'privacy'],
  ['screen reader', 'assistive technology'],
  ['freedom of information', 'foi'],
]

/** Groups of synonyms. Each term is a list of words. */
type SynonymTerms = readonly (readonly (readonly string[])[])[]

/** Reads all groups of synonyms. */
export type ReadSynonyms = () => Promise<SynonymTerms>

/** Creates a function that reads all groups of synonyms, and caches them until something is committed. */
export function cachedSynonyms(db: Db): ReadSynonyms {
  const read = cachedUntilCommit<SynonymTerms>(db, 1, async () =>
    (await listSynonymGroups(db)).map(({ words }) => words.map(splitWords).filter(term => term.length > 0)),
  )
  return async () => (await read('all')) ?? []
}

/** Removes the plural ending of a word: `laptops` has the synonyms of `laptop`. */
const singularForm = (word: string): string => stripAccents(word).replace(/(?<=\p{L}{3})e?s$/u, '')

/**
 * Returns, for each word of a query, the terms that can replace it. A term of several words, such as `remote access`,
 * applies if the query has all of them. Its synonyms can then replace each of the words.
 */
export function synonymsFor(groups: SynonymTerms, query: SearchQuery): SynonymsByWord {
  const queryWords = new Map(query.words.map(word => [singularForm(word), word]))
  const synonyms: Record<string, (readonly string[])[]> = {}
  for (const group of groups) {
    for (const term of group) {
      const words = term.map(word => queryWords.get(singularForm(word)))
      if (!words.every(word => word !== undefined)) continue
      for (const word of words) (synonyms[word] ??= []).push(...group.filter(other => other !== term))
    }
  }
  return synonyms
}
