import type { Db } from '../platform/database/index.js'
import { listByIds, type PageHead } from '../pages/index.js'
import type { Listed, ListRequest } from './list.js'
import { runList } from './run.js'

export interface Browsed {
  /** `place` is what `after` takes, to go on from there. */
  readonly rows: readonly (PageHead & { readonly place: readonly [string, string] })[]
  readonly facets: Listed['facets']
}

/** A list of one kind of page, from a place on, with how many pages each further filter would leave. Archived pages are in none. */
export async function browse(db: Db, request: ListRequest): Promise<Browsed> {
  const { rows, facets } = await runList(db, request)
  const pages = new Map((await listByIds(db, rows.map(row => row.id))).map(page => [page.id, page]))
  return { facets, rows: rows.flatMap(({ id, place }) => (pages.has(id) ? [{ ...pages.get(id)!, place: [String(place), id] as const }] : [])) }
}
