import { cachedUntilCommit, type Db, type Reader, type Tx } from '../platform/database/index.js'
import type { Instant } from '../platform/clock.js'
import { Refused } from '../platform/errors.js'
import { newId } from '../platform/ids.js'
import { splitWords, type Query } from './query.js'
import { stripAccents } from './vocabulary.js'

export const MIN_SYNONYM_TERMS = 2
export const MAX_SYNONYM_TERMS = 8
export const MAX_SYNONYM_LENGTH = 60

/** Terms that mean the same: who searches for one finds the others too, ranked lower. */
export interface SynonymGroup {
  readonly id: string
  /** 2 to 8 of them, each one word or several. */
  readonly words: readonly string[]
  readonly createdAt: Instant
}

/** Every group, the oldest first. */
export async function listSynonymGroups(db: Reader): Promise<readonly SynonymGroup[]> {
  const rows = await db.selectFrom('synonym').selectAll().orderBy('id').execute()
  return rows.map(row => ({ id: row.id, words: JSON.parse(row.words) as string[], createdAt: row.created_at }))
}

/** Terms as they are kept: lower case, single spaces, each once, none that holds no word. */
export const normaliseTerms = (terms: readonly string[]): readonly string[] =>
  [...new Set(terms.map(term => splitWords(term).join(' ')))].filter(term => term !== '')

/** Puts in a group of terms, or other terms in place of those that `id` has. Returns its id. @throws Refused when they are too few, too many or too long. */
export async function saveSynonymGroup(tx: Tx, terms: readonly string[], at: Instant, id = newId()): Promise<string> {
  const words = normaliseTerms(terms)
  if (words.length < MIN_SYNONYM_TERMS || words.length > MAX_SYNONYM_TERMS)
    throw new Refused(`Give ${MIN_SYNONYM_TERMS} to ${MAX_SYNONYM_TERMS} different terms.`)
  if (words.some(word => word.length > MAX_SYNONYM_LENGTH))
    throw new Refused(`A term has at most ${MAX_SYNONYM_LENGTH} characters.`)
  await tx
    .insertInto('synonym')
    .values({ id, words: JSON.stringify(words), created_at: at })
    .onConflict(on => on.column('id').doUpdateSet({ words: JSON.stringify(words) }))
    .execute()
  return id
}

export const removeSynonymGroup = (tx: Tx, id: string): Promise<unknown> =>
  tx.deleteFrom('synonym').where('id', '=', id).execute()

/** Groups to begin with, for the sample content: put in where there are none. */
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

/** Terms by the words they have. */
interface Terms {
  readonly groups: readonly (readonly (readonly string[])[])[]
}

const remembering = new WeakMap<Db, (key: string) => Promise<Terms | undefined>>()

function termsOf(db: Db): Promise<Terms | undefined> {
  let read = remembering.get(db)
  if (!read)
    remembering.set(
      db,
      (read = cachedUntilCommit(db, 1, async () => ({
        groups: (await listSynonymGroups(db)).map(({ words }) => words.map(splitWords).filter(term => term.length > 0)),
      }))),
    )
  return read('')
}

/** Two forms of a word are one: `laptops` has the synonyms of `laptop`. */
const singularForm = (word: string): string => stripAccents(word).replace(/(?<=\p{L}{3})e?s$/u, '')

/**
 * For each word of a query, the terms that may stand in its place. A term of several words (`remote access`) is found
 * where the query has all of them, and its synonyms then stand for its first word.
 */
export async function synonymsFor(
  db: Db,
  query: Query,
): Promise<Readonly<Record<string, readonly (readonly string[])[]>>> {
  const { groups } = (await termsOf(db)) ?? { groups: [] }
  const typed = new Map(query.words.map(word => [singularForm(word), word]))
  const found: Record<string, (readonly string[])[]> = {}
  for (const group of groups) {
    for (const term of group) {
      const words = term.map(word => typed.get(singularForm(word)))
      if (words.some(word => word === undefined)) continue
      for (const word of words as string[]) (found[word] ??= []).push(...group.filter(other => other !== term))
    }
  }
  return found
}
