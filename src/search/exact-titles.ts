import { allKinds } from '../pages/index.js'
import { titleKey } from '../platform/text.js'
import type { SearchContext } from './context.js'
import { MAX_EXACT_TITLES } from './limits.js'
import { listOf, sql } from './sql.js'

/** The numbers of the pages whose title is what was typed, apart from capitals, accents and punctuation. */
export async function findExactTitles({ runSql, request }: SearchContext): Promise<readonly number[]> {
  const key = titleKey(request.query.text)
  if (key === '') return []
  const kinds = listOf(allKinds.map(definition => definition.kind))
  const rows = await runSql<{ seq: number }>(
    sql(
      `select seq from page where kind in ${kinds.sql} and sort_key = ? and archived_at is null
       order by seq limit ${MAX_EXACT_TITLES}`,
      ...kinds.parameters,
      key,
    ),
  )
  return rows.map(row => row.seq)
}
