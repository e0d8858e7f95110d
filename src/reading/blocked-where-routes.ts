import type { Request, Response } from 'express'
import { reader } from '../accounts/index.js'
import { listCoveredKinds } from '../evidence/index.js'
import { cachedUntilCommit } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import { yieldToEventLoop } from '../platform/event-loop.js'
import { queryChoice, queryParam, routesOf, show, view, type Route } from '../platform/http/index.js'
import { blockedWhereCsvHead, blockedWhereCsvLine } from './blocked-where-csv.js'
import {
  blockedWhereModel,
  blockedWhereSorts,
  isKnownTheme,
  MAX_TABLE_ROWS,
  type BlockedWhereModel,
} from './blocked-where-model.js'
import { loadBlockedWhereRows, type BlockedWhereRow } from './blocked-where-rows.js'

/** The rows of a table take some 50 kB. A site has about a dozen themes. */
const TABLES_CACHED = 20

/** Barriers that the CSV reads at a time, so that a long file is never held in memory. */
const CSV_BATCH = 200

/** Orders that had other names in older links. */
const formerSorts = { past: 'resolved', untold: 'not-given' } as const

/** The key of the table of all themes: no theme has an empty slug. */
const ALL_THEMES = ''

type BlockedWhereDeps = Pick<Deps, 'db' | 'config'>
type TableReader = (theme: string) => Promise<{ readonly rows: readonly BlockedWhereRow[] } | undefined>

export const blockedWhereView = view<BlockedWhereModel>('reading/blocked-where')

/** Which barriers get in the way of which kinds of organisation, as a table and as a file. */
export const blockedWhereRoutes = (deps: BlockedWhereDeps): readonly Route[] =>
  routesOf(routes => {
    const readTable = cachedUntilCommit(deps.db, TABLES_CACHED, theme => loadTable(deps, theme))
    routes.get('/blocked-where', reader, (req, res) => showBlockedWhere(deps, readTable, req, res))
    routes.get('/blocked-where.csv', reader, (req, res) => showBlockedWhereCsv(deps, req, res))
  })

async function loadTable({ db }: BlockedWhereDeps, theme: string) {
  const coveredKinds = await listCoveredKinds(db)
  const rows = await loadBlockedWhereRows(db, {
    theme: theme === ALL_THEMES ? undefined : theme,
    limit: MAX_TABLE_ROWS + 1,
    coveredKinds,
  })
  return { rows }
}

async function showBlockedWhere(
  { config }: BlockedWhereDeps,
  readTable: TableReader,
  req: Request,
  res: Response,
): Promise<void> {
  const theme = queryParam(req.query['theme'])
  const sort = queryChoice(req.query['sort'], blockedWhereSorts, formerSorts)
  const table = await readTable(theme ?? ALL_THEMES)
  const model = blockedWhereModel({ config, theme, sort, loaded: table?.rows ?? [] })
  show(req, res, blockedWhereView, model, isKnownTheme(config, theme) ? 200 : 404)
}

/** Sends all barriers that organisations faced, batch by batch. */
async function showBlockedWhereCsv({ db, config }: BlockedWhereDeps, req: Request, res: Response): Promise<void> {
  const theme = queryParam(req.query['theme'])
  if (!isKnownTheme(config, theme)) throw new NotFound('There is no such theme.')
  const coveredKinds = await listCoveredKinds(db)
  res.setHeader('Content-Type', 'text/csv; charset=utf-8')
  res.setHeader('Content-Disposition', 'attachment; filename="what-is-blocked-where.csv"')
  res.write(blockedWhereCsvHead())
  let last: BlockedWhereRow | undefined
  do {
    const after = last && ([last.total.faced, last.page.id] as const)
    const rows = await loadBlockedWhereRows(db, { theme, after, limit: CSV_BATCH, coveredKinds })
    for (const row of rows) res.write(blockedWhereCsvLine(config, row))
    last = rows.at(-1)
    await yieldToEventLoop()
  } while (last && !res.destroyed)
  res.end()
}
