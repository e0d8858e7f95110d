import { sql } from 'kysely'
import type { Db, Engine, Reader, Tx } from '../platform/database/index.js'
import { listByIds, type Content, type Kind, type PageHead } from '../pages/index.js'
import { wordsOf } from './query.js'

/** Puts a page into the index, or what it says now in place of what it said. `seq` is the page's own number. */
export async function indexPage(tx: Tx, engine: Engine, seq: number, content: Content): Promise<void> {
  const { title, summary, body } = content
  const tags = content.tags.join(' ')
  if (engine === 'sqlite') {
    await sql`delete from page_search where rowid = ${seq}`.execute(tx)
    await sql`insert into page_search (rowid, title, summary, tags, body) values (${seq}, ${title}, ${summary}, ${tags}, ${body})`.execute(tx)
  } else {
    const document = sql`setweight(to_tsvector('english', ${title}), 'A') || setweight(to_tsvector('english', ${summary}), 'B') || setweight(to_tsvector('english', ${tags}), 'B') || setweight(to_tsvector('english', ${body}), 'D')`
    await sql`insert into page_search (seq, document) values (${seq}, ${document}) on conflict (seq) do update set document = excluded.document`.execute(tx)
  }
}

export const unindexPage = async (tx: Tx, engine: Engine, seq: number): Promise<void> => {
  await (engine === 'sqlite' ? sql`delete from page_search where rowid = ${seq}` : sql`delete from page_search where seq = ${seq}`).execute(tx)
}

/** What the index holds for a page, for comparison with what a rebuild makes. Undefined when it is not in it. */
export async function indexedText(db: Reader, engine: Engine, seq: number): Promise<unknown> {
  const { rows } = engine === 'sqlite'
    ? await sql`select title, summary, tags, body from page_search where rowid = ${seq}`.execute(db)
    : await sql`select document::text from page_search where seq = ${seq}`.execute(db)
  return rows[0]
}

/** The numbers in the index that belong to no page. */
export async function listStrays(db: Reader, engine: Engine): Promise<readonly number[]> {
  const column = engine === 'sqlite' ? sql.ref('rowid') : sql.ref('seq')
  const { rows } = await sql<{ n: number }>`select ${column} as n from page_search where ${column} not in (select seq from page where archived_at is null)`.execute(db)
  return rows.map(row => row.n)
}

/** Damage inside the index itself, as the database finds it. */
export async function indexDamage(tx: Tx, engine: Engine): Promise<readonly string[]> {
  if (engine !== 'sqlite') return []
  try {
    await sql`insert into page_search (page_search) values ('integrity-check')`.execute(tx)
    return []
  } catch (error) {
    return [`the search index is damaged: ${(error as Error).message}`]
  }
}

/**
 * The published pages that match any of the words typed, best first: BM25 (SQLite) or ts_rank (PostgreSQL), a word of
 * the title worth most. The last word also matches as the beginning of one.
 */
export async function searchPages(db: Db, typed: string, kind: Kind | undefined, limit: number): Promise<readonly PageHead[]> {
  const words = wordsOf(typed)
  if (words.length === 0) return []
  const ids = db.engine === 'sqlite' ? await searchSqlite(db, words, kind, limit) : await searchPostgres(db, words, kind, limit)
  const pages = new Map((await listByIds(db, ids)).map(page => [page.id, page]))
  return ids.flatMap(id => pages.get(id) ?? [])
}

async function searchSqlite(db: Reader, words: readonly string[], kind: Kind | undefined, limit: number): Promise<readonly string[]> {
  const match = words.map((word, at) => `"${word}"${at === words.length - 1 ? ' *' : ''}`).join(' OR ')
  const { rows } = await sql<{ id: string }>`
    select page.id from page_search join page on page.seq = page_search.rowid
    where page_search match ${match} and page.archived_at is null ${kind === undefined ? sql`` : sql`and page.kind = ${kind}`}
    order by bm25(page_search, 8.0, 4.0, 4.0, 1.0) limit ${limit}`.execute(db)
  return rows.map(row => row.id)
}

async function searchPostgres(db: Reader, words: readonly string[], kind: Kind | undefined, limit: number): Promise<readonly string[]> {
  const query = words.map((word, at) => (at === words.length - 1 ? `${word}:*` : word)).join(' | ')
  const { rows } = await sql<{ id: string }>`
    select page.id from page_search join page on page.seq = page_search.seq
    where page_search.document @@ to_tsquery('english', ${query}) and page.archived_at is null ${kind === undefined ? sql`` : sql`and page.kind = ${kind}`}
    order by ts_rank('{0.1, 0.2, 0.5, 1.0}', page_search.document, to_tsquery('english', ${query}), 1) desc, page.sort_key limit ${limit}`.execute(db)
  return rows.map(row => row.id)
}
