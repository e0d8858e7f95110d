import { LRUCache } from 'lru-cache'
import { cachedUntilCommit, type Db } from '../platform/database/index.js'
import { listPagesByIds, type PageHead } from '../pages/index.js'
import type { ListResults, ListRequest } from './list.js'
import { isLarge, runList } from './run.js'

export type BrowseOptions = Omit<ListRequest, 'engine' | 'part'>

export interface BrowseResults {
  /** `place` is what `after` takes, to go on from there. */
  readonly rows: readonly (PageHead & { readonly place: readonly [string, string] })[]
  readonly facets: ListResults['facets']
}

/** Milliseconds that the counts of a large wiki are kept, whatever is committed meanwhile: counting takes long, and there a change moves them little. */
const KEPT = 60_000

interface Counted {
  readonly at: number
  readonly version: number | undefined
  readonly facets: Promise<ListResults['facets']>
}

interface Memory {
  readonly rows: (key: string) => Promise<ListResults | undefined>
  readonly counted: LRUCache<string, Counted>
}

const memories = new WeakMap<Db, Memory>()

function memoryOf(db: Db): Memory {
  let memory = memories.get(db)
  if (!memory)
    memories.set(
      db,
      (memory = {
        rows: cachedUntilCommit(db, 200, key => runList(db, JSON.parse(key) as ListRequest)),
        counted: new LRUCache({ max: 200 }),
      }),
    )
  return memory
}

/** Of all pages of the kind, whatever their order and whichever of them are shown. */
async function facetsOf(db: Db, options: BrowseOptions): Promise<ListResults['facets']> {
  const request: ListRequest = {
    ...options,
    engine: db.engine,
    part: 'facets',
    sort: 'newest',
    after: undefined,
    limit: 0,
  }
  const { counted } = memoryOf(db)
  const key = JSON.stringify(request)
  const version = db.version()
  const hit = counted.get(key)
  if (
    hit &&
    ((version !== undefined && hit.version === version) || (performance.now() - hit.at < KEPT && (await isLarge(db))))
  )
    return hit.facets
  const facets = runList(db, request).then(listed => listed.facets)
  counted.set(key, { at: performance.now(), version, facets })
  facets.catch(() => counted.delete(key))
  return facets
}

/** A list of one kind of page, from a place on, with how many pages each further filter would leave. Archived pages are in none. */
export async function browse(db: Db, options: BrowseOptions): Promise<BrowseResults> {
  const { rows } = (await memoryOf(db).rows(JSON.stringify({ ...options, engine: db.engine, part: 'rows' })))!
  const facets = await facetsOf(db, options)
  const pages = new Map(
    (
      await listPagesByIds(
        db,
        rows.map(row => row.id),
      )
    ).map(page => [page.id, page]),
  )
  return {
    facets,
    rows: rows.flatMap(({ id, place }) =>
      pages.has(id) ? [{ ...pages.get(id)!, place: [String(place), id] as const }] : [],
    ),
  }
}
