import { sql } from 'kysely'
import type { Engine, Reader, Tx } from '../platform/database/index.js'
import { contentFromRow, type Content } from '../pages/index.js'
import { splitWords } from './query.js'
import { indexedTextOf, type IndexedText } from './text.js'
import { stripAccents, gramsOf, vocabularyOf } from './vocabulary.js'

const numberColumn = (engine: Engine) => sql.ref(engine === 'sqlite' ? 'page_search.rowid' : 'page_search.seq')

/** The columns of the index, in the order of `IndexedText`. */
const fields = sql`title, summary, tags, headings, body`

/** Adds a page to the index, or replaces its entry. `seq` is the page's number. */
export async function indexPage(tx: Tx, engine: Engine, seq: number, content: Content): Promise<void> {
  const text = indexedTextOf(content)
  const before = await readIndexedText(tx, engine, seq)
  if (before && engine === 'sqlite') await sql`delete from page_search where rowid = ${seq}`.execute(tx)
  await writeIndexEntry(tx, engine, seq, text)
  await updateWordCounts(tx, before && vocabularyIn(before), vocabularyIn(text))
}

async function writeIndexEntry(
  tx: Tx,
  engine: Engine,
  seq: number,
  { title, summary, tags, headings, body }: IndexedText,
): Promise<void> {
  if (engine === 'sqlite') {
    await sql`
      insert into page_search (rowid, ${fields})
      values (${seq}, ${title}, ${summary}, ${tags}, ${headings}, ${body})
    `.execute(tx)
    return
  }
  const weighted = (field: string, weight: string) =>
    sql`setweight(to_tsvector('unblock', ${splitWords(stripAccents(field)).join(' ')}), ${sql.lit(weight)})`
  const summaryAndTags = weighted(`${summary} ${tags}`, 'B')
  const headingsAndBody = sql`${weighted(headings, 'C')} || ${weighted(body, 'D')}`
  const document = sql`${weighted(title, 'A')} || ${summaryAndTags} || ${headingsAndBody}`
  await sql`
    insert into page_search (seq, document, ${fields})
    values (${seq}, ${document}, ${title}, ${summary}, ${tags}, ${headings}, ${body})
    on conflict (seq) do update set
      document = excluded.document, title = excluded.title, summary = excluded.summary,
      tags = excluded.tags, headings = excluded.headings, body = excluded.body
  `.execute(tx)
}

/** Removes a page from the index. Does nothing if it is not there. */
export async function unindexPage(tx: Tx, engine: Engine, seq: number): Promise<void> {
  const before = await readIndexedText(tx, engine, seq)
  if (!before) return
  await sql`delete from page_search where ${numberColumn(engine)} = ${seq}`.execute(tx)
  await updateWordCounts(tx, vocabularyIn(before), new Set())
}

const vocabularyIn = (text: IndexedText): ReadonlySet<string> => vocabularyOf(Object.values(text) as string[])

async function readIndexedText(db: Reader, engine: Engine, seq: number): Promise<IndexedText | undefined> {
  const { rows } = await sql<IndexedRow>`
    select ${fields} from page_search where ${numberColumn(engine)} = ${seq}
  `.execute(db)
  return rows[0] && textFrom(rows[0])
}

/** An index row as stored. A damaged one can lack a field. */
type IndexedRow = Record<keyof IndexedText, string | null>

const textFrom = (row: IndexedRow): IndexedText => ({
  title: row.title ?? '',
  summary: row.summary ?? '',
  tags: row.tags ?? '',
  headings: row.headings ?? '',
  body: row.body ?? '',
})

/** Reads the index entry of a page, to compare it with a rebuilt one. Undefined if the page is not in the index. */
export async function readIndexEntry(db: Reader, engine: Engine, seq: number): Promise<unknown> {
  const columns = engine === 'sqlite' ? fields : sql`${fields}, document::text`
  const { rows } = await sql`select ${columns} from page_search where ${numberColumn(engine)} = ${seq}`.execute(db)
  return rows[0]
}

/** Lists the numbers in the index that belong to no published page. */
export async function listOrphans(db: Reader, engine: Engine): Promise<readonly number[]> {
  const column = numberColumn(engine)
  const { rows } = await sql<{ seq: number }>`
    select ${column} as seq from page_search
    where ${column} not in (select seq from page where archived_at is null)
  `.execute(db)
  return rows.map(row => row.seq)
}

/** Runs the database's own check of the index. Returns one line for each problem. */
export async function findIndexProblems(tx: Tx, engine: Engine): Promise<readonly string[]> {
  if (engine !== 'sqlite') return []
  try {
    await sql`insert into page_search (page_search) values ('integrity-check')`.execute(tx)
    return []
  } catch (error) {
    return [`the search index is damaged: ${(error as Error).message}`]
  }
}

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
async function updateWordCounts(
  tx: Tx,
  before: ReadonlySet<string> = new Set(),
  after: ReadonlySet<string>,
): Promise<void> {
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

/** The number of pages that contain each word. */
type WordCounts = Map<string, number>

/** Adds the words of one page to `counts`. */
function countWords(counts: WordCounts, text: IndexedText): void {
  for (const word of vocabularyIn(text)) counts.set(word, (counts.get(word) ?? 0) + 1)
}

/** How many index rows or pages to read at once when reading all of them. */
const INDEX_ROWS_AT_ONCE = 200
const PAGES_AT_ONCE = 100

/** Counts the words of all pages in the index. */
async function countAllWords(db: Reader, engine: Engine): Promise<WordCounts> {
  const counts: WordCounts = new Map()
  const column = numberColumn(engine)
  for (let last = -1; ;) {
    const { rows } = await sql<{ seq: number } & IndexedRow>`
      select ${column} as seq, ${fields} from page_search
      where ${column} > ${last} order by ${column} limit ${INDEX_ROWS_AT_ONCE}
    `.execute(db)
    for (const row of rows) countWords(counts, textFrom(row))
    const end = rows.at(-1)
    if (!end) return counts
    last = end.seq
  }
}

/** Compares the stored vocabulary with the pages in the index. Returns one line for each problem. */
export async function findVocabularyProblems(db: Reader, engine: Engine): Promise<readonly string[]> {
  const { words, wordsWithWrongGrams } = await findVocabularyDifferences(db, await countAllWords(db, engine))
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

/** Rebuilds the vocabulary, which corrects spelling, from the pages in the index. */
export const rebuildVocabulary = async (tx: Tx, engine: Engine): Promise<void> =>
  repairVocabulary(tx, await countAllWords(tx, engine))

async function repairVocabulary(tx: Tx, counts: WordCounts): Promise<void> {
  const { isEmpty, words, wordsWithWrongGrams } = await findVocabularyDifferences(tx, counts)
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
async function findVocabularyDifferences(db: Reader, counts: WordCounts): Promise<VocabularyDifferences> {
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

/** Rebuilds the whole index from the published pages. */
export async function indexEveryPage(tx: Tx, engine: Engine): Promise<void> {
  await sql`delete from page_search`.execute(tx)
  const counts: WordCounts = new Map()
  for (let last = -1; ;) {
    const rows = await tx
      .selectFrom('page')
      .selectAll()
      .where('seq', '>', last)
      .where('archived_at', 'is', null)
      .orderBy('seq')
      .limit(PAGES_AT_ONCE)
      .execute()
    for (const row of rows) {
      const text = indexedTextOf(contentFromRow(row))
      countWords(counts, text)
      await writeIndexEntry(tx, engine, row.seq, text)
    }
    const end = rows.at(-1)
    if (!end) break
    last = end.seq
  }
  await repairVocabulary(tx, counts)
}
