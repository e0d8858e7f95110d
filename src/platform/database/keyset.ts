import { sql, type SelectQueryBuilder } from 'kysely'
import type { Paging } from '../paging.js'

/**
 * Sorts a query by a column and then by the id, and limits it to one page of the list and one row more, which tells
 * whether more follow: `query.$call(keysetPage(['changed_at', 'id'], 'desc', paging))`. An index on both columns lets
 * the database begin reading at the cursor.
 */
export function keysetPage(
  [key, id]: readonly [key: string, id: string],
  direction: 'asc' | 'desc',
  { size, after }: Paging,
) {
  return <Tables, Table extends keyof Tables, Row>(
    query: SelectQueryBuilder<Tables, Table, Row>,
  ): SelectQueryBuilder<Tables, Table, Row> => {
    const follows = direction === 'asc' ? sql.raw('>') : sql.raw('<')
    const rest = after
      ? query.where(sql<boolean>`(${sql.ref(key)}, ${sql.ref(id)}) ${follows} (${after[0]}, ${after[1]})`)
      : query
    return rest
      .orderBy(sql.ref(key), direction)
      .orderBy(sql.ref(id), direction)
      .limit(size + 1)
  }
}
