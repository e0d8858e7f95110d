import { sql, type SelectQueryBuilder } from 'kysely'
import type { Paging } from '../paging.js'

/**
 * Sorts a query by a column and then by id, and limits it to one page of the list. One extra row tells whether more
 * follow: `query.$call(keysetPage(['changed_at', 'id'], 'desc', paging))`. An index on both columns lets the database
 * start reading at the cursor.
 */
export function keysetPage(
  [key, id]: readonly [key: string, id: string],
  direction: 'asc' | 'desc',
  { size, after }: Paging,
) {
  return <Tables, Table extends keyof Tables, Row>(
    query: SelectQueryBuilder<Tables, Table, Row>,
  ): SelectQueryBuilder<Tables, Table, Row> => {
    const operator = direction === 'asc' ? sql.raw('>') : sql.raw('<')
    const fromCursor = after
      ? query.where(sql<boolean>`(${sql.ref(key)}, ${sql.ref(id)}) ${operator} (${after[0]}, ${after[1]})`)
      : query
    return fromCursor
      .orderBy(sql.ref(key), direction)
      .orderBy(sql.ref(id), direction)
      .limit(size + 1)
  }
}
