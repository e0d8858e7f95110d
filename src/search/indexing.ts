import { sql } from 'kysely'
import type { Engine, Reader, Tx } from '../platform/database/index.js'
import { contentFromRow, type Content } from '../pages/index.js'
import { splitWords } from './query.js'
import { indexedTextOf, type IndexedText } from './text.js'
import { stripAccents, gramsOf, vocabularyOf } from './vocabulary.js'

const numberColumn = (engine: Engine) => sql.ref(engine === 'sqlite' ? 'page_search.rowid' : 'page_search.seq')

const fields = sql`title, summary, tags, headings, body`

/** Puts a page into the index, or what it says now in place of what it said. `seq` is the page's own number. */
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
    await sql`insert into page_search (rowid, ${fields}) values (${seq}, ${title}, ${summary}, ${tags}, ${headings}, ${body})`.execute(
      tx,
    )
    return
  }
  const weighted = (field: string, weight: string) =>
    sql`setweight(to_tsvector('unblock', ${splitWords(stripAccents(field)).join(' ')}), ${sql.lit(weight)})`
  const document = sql`${weighted(title, 'A')} || ${weighted(`${summary} ${tags}`, 'B')} || ${weighted(headings, 'C')} || ${weighted(body, 'D')}`
  await sql`insert into page_search (seq, document, ${fields}) values (${seq}, ${document}, ${title}, ${summary}, ${tags}, ${headings}, ${body})
    on conflict (seq) do update set document = excluded.document, title = excluded.title, summary = excluded.summary, tags = excluded.tags, headings = excluded.headings, body = excluded.body`.execute(
    tx,
  )
}

export async function unindexPage(tx: Tx, engine: Engine, seq: number): Promise<void> {
  const before = await readIndexedText(tx, engine, seq)
  if (!before) return
  await sql`delete from page_search where ${numberColumn(engine)} = ${seq}`.execute(tx)
  await updateWordCounts(tx, vocabularyIn(before), new Set())
}

const vocabularyIn = (text: IndexedText): ReadonlySet<string> => vocabularyOf(Object.values(text) as string[])

async function readIndexedText(db: Reader, engine: Engine, seq: number): Promise<IndexedText | undefined> {
  const { rows } = await sql<
    Record<keyof IndexedText, string | null>
  >`select ${fields} from page_search where ${numberColumn(engine)} = ${seq}`.execute(db)
  return rows[0] && textFrom(rows[0])
}

/** A damaged row may lack a field. */
const textFrom = (row: Record<keyof IndexedText, string | null>): IndexedText => ({
  title: row.title ?? '',
  summary: row.summary ?? '',
  tags: row.tags ?? '',
  headings: row.headings ?? '',
  body: row.body ?? '',
})

/** What the index holds for a page, for comparison with what a rebuild makes. Undefined when it is not in it. */
export async function readIndexEntry(db: Reader, engine: Engine, seq: number): Promise<unknown> {
  const { rows } =
    await sql`select ${fields}${engine === 'sqlite' ? sql`` : sql`, document::text`} from page_search where ${numberColumn(engine)} = ${seq}`.execute(
      db,
    )
  return rows[0]
}

/** The numbers in the index that belong to no page. */
export async function listOrphans(db: Reader, engine: Engine): Promise<readonly number[]> {
  const column = numberColumn(engine)
  const { rows } = await sql<{
    n: number
  }>`select ${column} as n from page_search where ${column} not in (select seq from page where archived_at is null)`.execute(
    db,
  )
  return rows.map(row => row.n)
}

/** Damage inside the index itself, as the database finds it. */
export async function findIndexProblems(tx: Tx, engine: Engine): Promise<readonly string[]> {
  if (engine !== 'sqlite') return []
  try {
    await sql`insert into page_search (page_search) values ('integrity-check')`.execute(tx)
    return []
  } catch (error) {
    return [`the search index is damaged: ${(error as Error).message}`]
  }
}

/** `all` in parts of a few fixed sizes, so that there are but few different statements to prepare. */
function* inBatches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length;) {
    const size = [100, 10].find(one => all.length - at >= one) ?? 1
    yield all.slice(at, (at += size))
  }
}

/** Keeps the number of pages that each word is in, where a page held `before` and now holds `after`. */
async function updateWordCounts(
  tx: Tx,
  before: ReadonlySet<string> = new Set(),
  after: ReadonlySet<string>,
): Promise<void> {
  // In one order for everyone: two that wait for each other's words would wait for ever.
  const changes = [
    ...[...after].filter(word => !before.has(word)).map(word => [word, 1] as const),
    ...[...before].filter(word => !after.has(word)).map(word => [word, -1] as const),
  ].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const part of inBatches(changes)) {
    const known = new Map(
      (
        await tx
          .selectFrom('search_word')
          .selectAll()
          .where(
            'word',
            'in',
            part.map(([word]) => word),
          )
          .execute()
      ).map(row => [row.word, row.pages]),
    )
    await saveWordCounts(
      tx,
      part.map(([word, by]) => ({ word, pages: Math.max(0, (known.get(word) ?? 0) + by), known: known.has(word) })),
    )
  }
}

/** Makes the words be in this many pages each. */
async function saveWordCounts(
  tx: Tx,
  words: readonly { readonly word: string; readonly pages: number; readonly known: boolean }[],
): Promise<void> {
  for (const part of inBatches(words.filter(one => one.pages > 0)))
    await tx
      .insertInto('search_word')
      .values(part.map(({ word, pages }) => ({ word, pages })))
      .onConflict(on => on.column('word').doUpdateSet({ pages: eb => eb.ref('excluded.pages') }))
      .execute()
  const pieces = words
    .filter(one => one.pages > 0 && !one.known)
    .flatMap(({ word }) => gramsOf(word).map(gram => ({ gram, length: word.length, word })))
  for (const part of inBatches(pieces))
    await tx
      .insertInto('search_gram')
      .values([...part])
      .onConflict(on => on.doNothing())
      .execute()
  for (const { word } of words.filter(one => one.pages === 0 && one.known)) {
    await tx.deleteFrom('search_word').where('word', '=', word).execute()
    await tx
      .deleteFrom('search_gram')
      .where('gram', 'in', gramsOf(word))
      .where('length', '=', word.length)
      .where('word', '=', word)
      .execute()
  }
}

/** How many pages each word is in. */
type WordCounts = Map<string, number>

/** `text`, whose words are counted now. */
function counted(counts: WordCounts, text: IndexedText): IndexedText {
  for (const word of vocabularyIn(text)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return text
}

/** Counts the words of all that the index holds. */
async function countAllWords(db: Reader, engine: Engine): Promise<WordCounts> {
  const counts: WordCounts = new Map()
  const column = numberColumn(engine)
  for (let last = -1; ;) {
    const { rows } = await sql<
      { seq: number } & Record<keyof IndexedText, string | null>
    >`select ${column} as seq, ${fields} from page_search where ${column} > ${last} order by ${column} limit 200`.execute(
      db,
    )
    for (const row of rows) counted(counts, textFrom(row))
    const end = rows.at(-1)
    if (!end) return counts
    last = end.seq
  }
}

/** What is off in the words that spelling is corrected from, against what the index holds; one line each. */
export async function findVocabularyProblems(db: Reader, engine: Engine): Promise<readonly string[]> {
  const { words, pieces } = await findVocabularyDifferences(db, await countAllWords(db, engine))
  return [
    ...(words.length > 0
      ? [`the words of the search index: ${words.length} are counted wrongly, such as “${words[0]}”`]
      : []),
    ...(pieces.length > 0
      ? [`the words of the search index: ${pieces.length} are taken apart wrongly, such as “${pieces[0]}”`]
      : []),
  ]
}

/** Makes the words that spelling is corrected from anew from what the index holds. */
export const rebuildVocabulary = async (tx: Tx, engine: Engine): Promise<void> =>
  repairVocabulary(tx, await countAllWords(tx, engine))

async function repairVocabulary(tx: Tx, counts: WordCounts): Promise<void> {
  const { stored, words, pieces } = await findVocabularyDifferences(tx, counts)
  const wrong = [...new Set([...words, ...pieces])]
  for (const part of inBatches(stored ? wrong : [])) {
    await tx.deleteFrom('search_gram').where('word', 'in', part).execute()
    await tx.deleteFrom('search_word').where('word', 'in', part).execute()
  }
  await saveWordCounts(
    tx,
    wrong.map(word => ({ word, pages: counts.get(word) ?? 0, known: false })),
  )
}

async function findVocabularyDifferences(
  db: Reader,
  counts: WordCounts,
): Promise<{ readonly stored: boolean; readonly words: readonly string[]; readonly pieces: readonly string[] }> {
  const stored = new Map((await db.selectFrom('search_word').selectAll().execute()).map(row => [row.word, row.pages]))
  const { rows } = await sql<{
    word: string
    pieces: string
  }>`select word, string_agg(gram || length, ' ' order by gram) as pieces from search_gram group by word`.execute(db)
  const apart = new Map(rows.map(row => [row.word, row.pieces]))
  const due = (word: string): string | undefined =>
    counts.has(word)
      ? [...gramsOf(word)]
          .sort()
          .map(gram => `${gram}${word.length}`)
          .join(' ')
      : undefined
  return {
    stored: stored.size + apart.size > 0,
    words: [...new Set([...stored.keys(), ...counts.keys()])].filter(word => stored.get(word) !== counts.get(word)),
    pieces: [...new Set([...apart.keys(), ...counts.keys()])].filter(word => apart.get(word) !== due(word)),
  }
}

/** Makes the whole index anew from what the pages say. */
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
      .limit(100)
      .execute()
    for (const row of rows)
      await writeIndexEntry(tx, engine, row.seq, counted(counts, indexedTextOf(contentFromRow(row))))
    const end = rows.at(-1)
    if (!end) break
    last = end.seq
  }
  await repairVocabulary(tx, counts)
}
