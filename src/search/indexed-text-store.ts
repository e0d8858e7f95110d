import type { Candidate } from './candidates.js'
import type { SearchContext } from './context.js'
import { joinSql, listOf, seqColumn, sql } from './sql.js'
import type { IndexedText } from './indexed-text.js'

/** Loads some fields of these pages from the index, by the pages' numbers. */
export async function loadIndexedTexts(
  { runSql, request }: SearchContext,
  pages: readonly Candidate[],
  fields: 'title, headings' | 'body',
): Promise<ReadonlyMap<number, Partial<IndexedText>>> {
  if (pages.length === 0) return new Map()
  const column = seqColumn(request.engine)
  const rows = await runSql<{ seq: number } & Partial<IndexedText>>(
    joinSql([
      sql(`select ${column} as seq, ${fields} from page_search where ${column} in`),
      listOf(pages.map(page => page.seq)),
    ]),
  )
  return new Map(rows.map(row => [row.seq, row]))
}
