import { sql } from 'kysely'
import type { Engine, Reader, Tx } from '../platform/database/index.js'
import { contentFromRow, type Content } from '../pages/index.js'
import { indexEntryOf, type IndexEntry } from './index-entry.js'
import { INDEX_ENTRIES_READ_AT_ONCE, PAGES_INDEXED_AT_ONCE } from './limits.js'
import { seqColumn } from './sql.js'
import { indexedTextOf } from './indexed-text.js'
import { vocabularyOf } from './vocabulary.js'
import { repairVocabulary, updateWordCounts, vocabularyProblems, type WordCounts } from './vocabulary-store.js'
import { splitWords } from './words.js'

const numberColumn = (engine: Engine) => sql.ref(seqColumn(engine))

/** The columns of the index. */
const fields = sql`title, summary, tags, headings, body, extras, excerpt`

/** Adds a page to the index, or replaces its entry. `seq` is the page's number. */
export async function indexPage(tx: Tx, engine: Engine, seq: number, content: Content): Promise<void> {
  const entry = indexEntryOf(indexedTextOf(content))
  const before = await readStoredEntry(tx, engine, seq)
  if (before && engine === 'sqlite') await sql`delete from page_search where rowid = ${seq}`.execute(tx)
  await writeIndexEntry(tx, engine, seq, entry)
  await updateWordCounts(tx, before ? vocabularyIn(before) : new Set(), vocabularyIn(entry))
}

async function writeIndexEntry(
  tx: Tx,
  engine: Engine,
  seq: number,
  { title, summary, tags, headings, body, extras, excerpt }: IndexEntry,
): Promise<void> {
  const values = sql`${title}, ${summary}, ${tags}, ${headings}, ${body}, ${extras}, ${excerpt}`
  if (engine === 'sqlite') {
    await sql`insert into page_search (rowid, ${fields}) values (${seq}, ${values})`.execute(tx)
    return
  }
  // Without hyphens, which PostgreSQL has rules of its own for.
  const weighted = (field: string, weight: string) =>
    sql`setweight(to_tsvector('unblock', ${splitWords(field).join(' ')}), ${sql.lit(weight)})`
  const summaryAndTags = weighted(`${summary} ${tags}`, 'B')
  const headingsAndBody = sql`${weighted(headings, 'C')} || ${weighted(`${body} ${extras}`, 'D')}`
  const document = sql`${weighted(title, 'A')} || ${summaryAndTags} || ${headingsAndBody}`
  await sql`
    insert into page_search (seq, document, ${fields})
    values (${seq}, ${document}, ${values})
    on conflict (seq) do update set
      document = excluded.document, title = excluded.title, summary = excluded.summary,
      tags = excluded.tags, headings = excluded.headings, body = excluded.body,
      extras = excluded.extras, excerpt = excluded.excerpt
  `.execute(tx)
}

/** Removes a page from the index. Does nothing if it is not there. */
export async function unindexPage(tx: Tx, engine: Engine, seq: number): Promise<void> {
  const before = await readStoredEntry(tx, engine, seq)
  if (!before) return
  await sql`delete from page_search where ${numberColumn(engine)} = ${seq}`.execute(tx)
  await updateWordCounts(tx, vocabularyIn(before), new Set())
}

/** The words of an entry. */
const vocabularyIn = ({ title, summary, tags, headings, body, extras }: StoredEntry): ReadonlySet<string> =>
  vocabularyOf([title, summary, tags, headings, body, extras].map(text => text ?? ''))

/** An entry as stored. A damaged one can lack a field. */
type StoredEntry = Readonly<Record<keyof IndexEntry, string | null>>

async function readStoredEntry(db: Reader, engine: Engine, seq: number): Promise<StoredEntry | undefined> {
  const { rows } = await sql<StoredEntry>`
    select ${fields} from page_search where ${numberColumn(engine)} = ${seq}
  `.execute(db)
  return rows[0]
}

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

/** Adds the words of one page to `counts`. */
function countWords(counts: Map<string, number>, entry: StoredEntry): void {
  for (const word of vocabularyIn(entry)) counts.set(word, (counts.get(word) ?? 0) + 1)
}

/** Counts the words of all pages in the index. */
async function countAllWords(db: Reader, engine: Engine): Promise<WordCounts> {
  const counts = new Map<string, number>()
  const column = numberColumn(engine)
  for (let last = -1; ;) {
    const { rows } = await sql<{ seq: number } & StoredEntry>`
      select ${column} as seq, ${fields} from page_search
      where ${column} > ${last} order by ${column} limit ${INDEX_ENTRIES_READ_AT_ONCE}
    `.execute(db)
    for (const row of rows) countWords(counts, row)
    const end = rows.at(-1)
    if (!end) return counts
    last = end.seq
  }
}

/** Compares the stored vocabulary with the pages in the index. Returns one line for each problem. */
export const findVocabularyProblems = async (db: Reader, engine: Engine): Promise<readonly string[]> =>
  vocabularyProblems(db, await countAllWords(db, engine))

/** Rebuilds the vocabulary, which corrects spelling, from the pages in the index. */
export const rebuildVocabulary = async (tx: Tx, engine: Engine): Promise<void> =>
  repairVocabulary(tx, await countAllWords(tx, engine))

/** Rebuilds the whole index from the published pages. */
export async function indexEveryPage(tx: Tx, engine: Engine): Promise<void> {
  await sql`delete from page_search`.execute(tx)
  const counts = new Map<string, number>()
  for (let last = -1; ;) {
    const rows = await tx
      .selectFrom('page')
      .selectAll()
      .where('seq', '>', last)
      .where('archived_at', 'is', null)
      .orderBy('seq')
      .limit(PAGES_INDEXED_AT_ONCE)
      .execute()
    for (const row of rows) {
      const entry = indexEntryOf(indexedTextOf(contentFromRow(row)))
      countWords(counts, entry)
      await writeIndexEntry(tx, engine, row.seq, entry)
    }
    const end = rows.at(-1)
    if (!end) break
    last = end.seq
  }
  await repairVocabulary(tx, counts)
}
