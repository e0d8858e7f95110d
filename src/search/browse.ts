import { remembered, type Db } from '../platform/database/index.js'
import { listByIds, type PageHead } from '../pages/index.js'
import type { Listed, ListRequest } from './list.js'
import { runList } from './run.js'

export type BrowseOptions = Omit<ListRequest, 'engine'>

export interface Browsed {
  /** `place` is what `after` takes, to go on from there. */
  readonly rows: readonly (PageHead & { readonly place: readonly [string, string] })[]
  readonly facets: Listed['facets']
}

const remembering = new WeakMap<Db, (key: string) => Promise<Listed | undefined>>()

/** Counting a whole wiki takes long, and is asked for again and again between two changes. */
async function listRemembered(db: Db, request: ListRequest): Promise<Listed> {
  let read = remembering.get(db)
  if (!read) remembering.set(db, (read = remembered(db, 200, key => runList(db, JSON.parse(key) as ListRequest))))
  return (await read(JSON.stringify(request)))!
}

/** A list of one kind of page, from a place on, with how many pages each further filter would leave. Archived pages are in none. */
export async function browse(db: Db, options: BrowseOptions): Promise<Browsed> {
  const { rows, facets } = await listRemembered(db, { engine: db.engine, ...options })
  const pages = new Map((await listByIds(db, rows.map(row => row.id))).map(page => [page.id, page]))
  return { facets, rows: rows.flatMap(({ id, place }) => (pages.has(id) ? [{ ...pages.get(id)!, place: [String(place), id] as const }] : [])) }
}
