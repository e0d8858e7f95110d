import type { Candidate } from './candidates.js'
import type { SearchContext } from './context.js'
import { joinSql, listOf, seqColumn, sql } from './sql.js'
import type { IndexEntry } from './index-entry.js'

/** Loads some fields of these pages from the index, by the pages' numbers. */
export async function loadIndexedTexts(
  { runSql, request }: SearchContext,
  pages: readonly Candidate[],
  fields: 'title, headings' | 'excerpt',
): Promise<ReadonlyMap<number, Partial<IndexEntry>>> {
  if (pages.length === 0) return new Map()
  const column = seqColumn(request.engine)
  const rows = await runSql<{ seq: number } & Partial<IndexEntry>>(
    joinSql([
      sql(`select ${column} as seq, ${fields} from page_search where ${column} in`),
      listOf(pages.map(page => page.seq)),
    ]),
  )
  return new Map(rows.map(row => [row.seq, row]))
}
