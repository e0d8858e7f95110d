import { sql, type SelectQueryBuilder } from 'kysely'
import type { Paging } from '../paging.js'

/**
 * Sorts a query by these columns, the id last, and limits it to one page of the list. One extra row tells whether more
 * follow: `query.$call(keysetPage(['changed_at', 'id'], 'desc', paging))`. The cursor has one part for each column. An
 * index on all of them lets the database start reading at the cursor.
 */
export function keysetPage(
  columns: readonly string[],
  direction: 'asc' | 'desc',
  { size, after }: Paging<readonly string[]>,
) {
  const keys = columns.map(column => sql.ref(column))
  return <Tables, Table extends keyof Tables, Row>(
    query: SelectQueryBuilder<Tables, Table, Row>,
  ): SelectQueryBuilder<Tables, Table, Row> => {
    const operator = direction === 'asc' ? sql.raw('>') : sql.raw('<')
    const fromCursor = after ? query.where(sql<boolean>`(${sql.join(keys)}) ${operator} (${sql.join(after)})`) : query
    return keys.reduce((sorted, key) => sorted.orderBy(key, direction), fromCursor).limit(size + 1)
  }
}
