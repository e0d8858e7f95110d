import { sql } from 'kysely'
import type { Reader, Tx } from '../platform/database/index.js'
import { gramsOf } from './vocabulary.js'

/** The number of pages that contain each word. */
export type WordCounts = ReadonlyMap<string, number>

/** Splits `items` into batches of a few fixed sizes, so that there are only a few different statements to prepare. */
function* inBatches<T>(items: readonly T[]): Generator<readonly T[]> {
  let start = 0
  while (start < items.length) {
    const size = [100, 10].find(batchSize => items.length - start >= batchSize) ?? 1
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
  const newGrams = words
    .filter(word => word.pages > 0 && !word.isStored)
    .flatMap(({ word }) => gramsOf(word).map(gram => ({ gram, length: word.length, word })))
  for (const batch of inBatches(newGrams))
    await tx
      .insertInto('search_gram')
      .values([...batch])
      .onConflict(on => on.doNothing())
      .execute()
  for (const { word } of words.filter(count => count.pages === 0 && count.isStored)) {
    await tx.deleteFrom('search_word').where('word', '=', word).execute()
    await tx
      .deleteFrom('search_gram')
      .where('gram', 'in', gramsOf(word))
      .where('length', '=', word.length)
      .where('word', '=', word)
      .execute()
  }
}

/** Compares the stored vocabulary with `counts`. Returns one line for each problem. */
export async function vocabularyProblems(db: Reader, counts: WordCounts): Promise<readonly string[]> {
  const { words, wordsWithWrongGrams } = await findDifferences(db, counts)
  return [
    ...(words.length > 0
      ? [`the words of the search index: ${words.length} are counted wrongly, such as “${words[0]}”`]
      : []),
    ...(wordsWithWrongGrams.length > 0
      ? [
          `the words of the search index: ${wordsWithWrongGrams.length} are split into letter groups wrongly, ` +
            `such as “${wordsWithWrongGrams[0]}”`,
        ]
      : []),
  ]
}

/** Stores what differs from `counts`. */
export async function repairVocabulary(tx: Tx, counts: WordCounts): Promise<void> {
  const { isEmpty, words, wordsWithWrongGrams } = await findDifferences(tx, counts)
  const wrong = [...new Set([...words, ...wordsWithWrongGrams])]
  for (const batch of inBatches(isEmpty ? [] : wrong)) {
    await tx.deleteFrom('search_gram').where('word', 'in', batch).execute()
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
  readonly wordsWithWrongGrams: readonly string[]
}

/** Compares the stored vocabulary with `counts`. */
async function findDifferences(db: Reader, counts: WordCounts): Promise<VocabularyDifferences> {
  const stored = new Map((await db.selectFrom('search_word').selectAll().execute()).map(row => [row.word, row.pages]))
  const { rows } = await sql<{ word: string; grams: string }>`
    select word, string_agg(gram || length, ' ' order by gram) as grams from search_gram group by word
  `.execute(db)
  const storedGrams = new Map(rows.map(row => [row.word, row.grams]))
  const expectedGrams = (word: string): string | undefined =>
    counts.has(word)
      ? [...gramsOf(word)]
          .sort()
          .map(gram => `${gram}${word.length}`)
          .join(' ')
      : undefined
  return {
    isEmpty: stored.size + storedGrams.size === 0,
    words: [...new Set([...stored.keys(), ...counts.keys()])].filter(word => stored.get(word) !== counts.get(word)),
    wordsWithWrongGrams: [...new Set([...storedGrams.keys(), ...counts.keys()])].filter(
      word => storedGrams.get(word) !== expectedGrams(word),
    ),
  }
}
