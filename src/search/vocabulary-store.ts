import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/database/index.js'
import { VOCABULARY_BATCH_SIZES } from './limits.js'
import { trigramsOf } from './vocabulary.js'

/** The number of pages that contain each word. */
export type WordCounts = ReadonlyMap<string, number>

/** Splits `items` into batches of a few fixed sizes, so that there are only a few different statements to prepare. */
function* inBatches<T>(items: readonly T[]): Generator<readonly T[]> {
  let start = 0
  while (start < items.length) {
    const size = VOCABULARY_BATCH_SIZES.find(batchSize => items.length - start >= batchSize)!
    yield items.slice(start, start + size)
    start += size
  }
}

/** Updates the number of pages that contain each word, when the words of a page change from `before` to `after`. */
export async function updateWordCounts(tx: Tx, before: ReadonlySet<string>, after: ReadonlySet<string>): Promise<void> {
  // Sort the words: two transactions that lock the same words in different orders would deadlock.
  const changes = [
    ...[...after].filter(word => !before.has(word)).map(word => [word, 1] as const),
    ...[...before].filter(word => !after.has(word)).map(word => [word, -1] as const),
  ].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const batch of inBatches(changes)) {
    const words = batch.map(([word]) => word)
    const rows = await tx.selectFrom('search_word').selectAll().where('word', 'in', words).execute()
    const stored = new Map(rows.map(row => [row.word, row.pages]))
    const counts = batch.map(([word, difference]) => ({
      word,
      pages: Math.max(0, (stored.get(word) ?? 0) + difference),
      isStored: stored.has(word),
    }))
    await saveWordCounts(tx, counts)
  }
}

/** Stores how many pages contain each word. Deletes words that are on no page. */
async function saveWordCounts(
  tx: Tx,
  words: readonly { readonly word: string; readonly pages: number; readonly isStored: boolean }[],
): Promise<void> {
  for (const batch of inBatches(words.filter(word => word.pages > 0)))
    await tx
      .insertInto('search_word')
      .values(batch.map(({ word, pages }) => ({ word, pages })))
      .onConflict(on => on.column('word').doUpdateSet({ pages: eb => eb.ref('excluded.pages') }))
      .execute()
  const newTrigrams = words
    .filter(word => word.pages > 0 && !word.isStored)
    .flatMap(({ word }) => trigramsOf(word).map(trigram => ({ trigram, length: word.length, word })))
  for (const batch of inBatches(newTrigrams))
    await tx
      .insertInto('search_trigram')
      .values([...batch])
      .onConflict(on => on.doNothing())
      .execute()
  for (const { word } of words.filter(count => count.pages === 0 && count.isStored)) {
    await tx.deleteFrom('search_word').where('word', '=', word).execute()
    const trigrams = trigramsOf(word)
    if (trigrams.length === 0) continue
    await tx
      .deleteFrom('search_trigram')
      .where('trigram', 'in', trigrams)
      .where('length', '=', word.length)
      .where('word', '=', word)
      .execute()
  }
}

/** Compares the stored vocabulary with `counts`. Returns one line for each problem. */
export async function vocabularyProblems(db: Reader, counts: WordCounts): Promise<readonly string[]> {
  const { words, wordsWithWrongTrigrams } = await findDifferences(db, counts)
  return [...problemWith(words, 'are counted wrongly'), ...problemWith(wordsWithWrongTrigrams, 'have wrong trigrams')]
}

const problemWith = (words: readonly string[], fault: string): readonly string[] =>
  words.length === 0 ? [] : [`the words of the search index: ${words.length} ${fault}, such as “${words[0]}”`]

/** Stores what differs from `counts`. */
export async function repairVocabulary(tx: Tx, counts: WordCounts): Promise<void> {
  const { isEmpty, words, wordsWithWrongTrigrams } = await findDifferences(tx, counts)
  const wrong = [...new Set([...words, ...wordsWithWrongTrigrams])]
  for (const batch of inBatches(isEmpty ? [] : wrong)) {
    await tx.deleteFrom('search_trigram').where('word', 'in', batch).execute()
    await tx.deleteFrom('search_word').where('word', 'in', batch).execute()
  }
  await saveWordCounts(
    tx,
    wrong.map(word => ({ word, pages: counts.get(word) ?? 0, isStored: false })),
  )
}

interface VocabularyDifferences {
  /** Whether nothing is stored at all. */
  readonly isEmpty: boolean
  /** Words whose number of pages is wrong. */
  readonly words: readonly string[]
  readonly wordsWithWrongTrigrams: readonly string[]
}

/** Compares the stored vocabulary with `counts`. */
async function findDifferences(db: Reader, counts: WordCounts): Promise<VocabularyDifferences> {
  const stored = new Map((await db.selectFrom('search_word').selectAll().execute()).map(row => [row.word, row.pages]))
  const { rows } = await sql<{ word: string; trigrams: string }>`
    select word, string_agg(trigram || length, ' ') as trigrams from search_trigram group by word
  `.execute(db)
  // Sort here: databases and JavaScript order characters beyond the basic plane differently.
  const sorted = (trigrams: readonly string[]): string => [...trigrams].sort().join(' ')
  const storedTrigrams = new Map(rows.map(row => [row.word, sorted(row.trigrams.split(' '))]))
  const expectedTrigrams = (word: string): string | undefined =>
    counts.has(word) && trigramsOf(word).length > 0
      ? sorted(trigramsOf(word).map(trigram => `${trigram}${word.length}`))
      : undefined
  return {
    isEmpty: stored.size + storedTrigrams.size === 0,
    words: [...new Set([...stored.keys(), ...counts.keys()])].filter(word => stored.get(word) !== counts.get(word)),
    wordsWithWrongTrigrams: [...new Set([...storedTrigrams.keys(), ...counts.keys()])].filter(
      word => storedTrigrams.get(word) !== expectedTrigrams(word),
    ),
  }
}
