import type { Request, Response } from 'express'
import { kindHeadings, reader, type OrganisationKind } from '../accounts/index.js'
import { yieldToEventLoop } from '../platform/event-loop.js'
import { csvLine } from '../platform/csv.js'
import { cachedUntilCommit } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import { routesOf, show, queryParam, queryChoice, withQuery, type Route } from '../platform/http/index.js'
import { addressOf, listPagesByIds, themeName, type PageHead } from '../pages/index.js'
import { isResolved } from './states.js'
import { listFacedBarriers, listPageEvidence } from './page-evidence-store.js'
import { countManyByKind, listCoveredKinds } from './position-store.js'
import { kindHeading, kindsInOrder, toldKind } from './kind-counts.js'
import { evidenceTag } from './labels.js'

/** Barriers in the table: those that most organisations faced. The CSV has all. */
const ROWS = 100

const CHUNK = 200

interface Cell {
  readonly faced: number
  readonly past: number
}

interface Row {
  readonly page: PageHead
  readonly tag: { readonly text: string; readonly colour: string }
  readonly total: Cell
  /** By kind of organisation; `untold` is where it may not be told. */
  readonly cells: ReadonlyMap<OrganisationKind | 'untold', Cell>
}

/** Which barriers get in the way of which kinds of organisation, and how many of them got past. */
export const blockedWhereRoutes = ({ db, config }: Pick<Deps, 'db' | 'config'>): readonly Route[] =>
  routesOf(routes => {
    /** The rows of barriers that somebody faced, most organisations first, after `after`. */
    async function rowsOf(
      theme: string | undefined,
      after: readonly [number, string] | undefined,
      limit: number,
      coveredKinds: readonly string[],
    ): Promise<readonly Row[]> {
      const ids = await listFacedBarriers(db, theme, after, limit)
      const [pages, evidence, counts] = [
        await listPagesByIds(db, ids),
        await listPageEvidence(db, ids),
        await countManyByKind(db, ids, coveredKinds),
      ]
      const byId = new Map(pages.map(page => [page.id, page]))
      return ids.flatMap(id => {
        const [page, said] = [byId.get(id), evidence.get(id)]
        if (!page || !said) return []
        const cells = new Map<OrganisationKind | 'untold', Cell>()
        for (const { kind, state, organisations } of counts.filter(one => one.pageId === id)) {
          const column = toldKind(kind)
          const cell = cells.get(column) ?? { faced: 0, past: 0 }
          cells.set(column, {
            faced: cell.faced + organisations,
            past: cell.past + (isResolved(state) ? organisations : 0),
          })
        }
        return [
          {
            page,
            tag: evidenceTag('barrier', said),
            total: { faced: said.organisations, past: said.resolvedCount },
            cells,
          },
        ]
      })
    }

    const readRows = cachedUntilCommit(db, 20, async theme => ({
      rows: await rowsOf(theme === '' ? undefined : theme, undefined, ROWS + 1, await listCoveredKinds(db)),
    }))

    routes.get('/blocked-where', reader, async (req: Request, res: Response) => {
      const theme = queryParam(req.query['theme'])
      const read = (await readRows(theme ?? ''))?.rows ?? []
      const rows = read.slice(0, ROWS)
      const columns = kindsInOrder.filter(kind => rows.some(row => row.cells.has(kind)))
      const asked =
        queryChoice(req.query['sort'], ['total', 'past', 'title', 'untold', ...Object.keys(kindHeadings)]) ?? 'total'
      const sort = asked === 'title' || asked === 'past' || columns.some(kind => kind === asked) ? asked : 'total'
      const worth = (row: Row): number =>
        sort === 'total'
          ? row.total.faced
          : sort === 'past'
            ? row.total.past
            : (row.cells.get(sort as OrganisationKind)?.faced ?? 0)
      const sorted = [...rows].sort(
        (a, b) => (sort === 'title' ? 0 : worth(b) - worth(a)) || a.page.title.localeCompare(b.page.title),
      )
      const most = Math.max(1, ...rows.flatMap(row => [...row.cells.values()].map(cell => cell.faced)))
      const unknownTheme = theme !== undefined && !config.themes.some(one => one.slug === theme)
      const here = (by: string): string => withQuery('/blocked-where', { theme, sort: by === 'total' ? undefined : by })
      show(
        req,
        res,
        'evidence/blocked-where',
        {
          pageTitle: 'What is blocked where',
          section: 'organisations',
          breadcrumbs: [{ text: 'Organisations', href: '/organisations' }],
          theme,
          unknownTheme,
          sort,
          isCut: read.length > ROWS,
          most: ROWS,
          themes: config.themes,
          csv: withQuery('/blocked-where.csv', { theme }),
          columns: [
            { id: 'total', text: 'All', href: here('total') },
            { id: 'past', text: 'Got past', href: here('past') },
            ...columns.map(kind => ({ id: kind, text: kindHeading(kind), href: here(kind) })),
          ],
          titleHref: here('title'),
          rows: sorted.map(row => ({
            title: row.page.title,
            href: addressOf(row.page),
            tag: row.tag,
            total: row.total,
            cells: columns.map(kind => {
              const cell = row.cells.get(kind) ?? { faced: 0, past: 0 }
              // Five shades: shading says roughly what the figure says exactly.
              return { ...cell, shade: cell.faced === 0 ? 0 : Math.max(1, Math.ceil((4 * cell.faced) / most)) }
            }),
          })),
        },
        unknownTheme ? 404 : 200,
      )
    })

    routes.get('/blocked-where.csv', reader, async (req: Request, res: Response) => {
      const theme = queryParam(req.query['theme'])
      if (theme !== undefined && !config.themes.some(one => one.slug === theme)) throw new NotFound('theme')
      const coveredKinds = await listCoveredKinds(db)
      const columns = kindsInOrder
      res.setHeader('Content-Type', 'text/csv; charset=utf-8')
      res.setHeader('Content-Disposition', 'attachment; filename="what-is-blocked-where.csv"')
      // The mark by which spreadsheet programs know UTF-8.
      res.write(
        '\u{feff}' +
          csvLine([
            'Barrier',
            'Address',
            'Theme',
            'Status',
            'Organisations that faced it',
            'Organisations that got past it',
            ...columns.flatMap(kind => [`${kindHeading(kind)}: faced it`, `${kindHeading(kind)}: got past it`]),
          ]),
      )
      let after: readonly [number, string] | undefined
      for (;;) {
        const rows = await rowsOf(theme, after, CHUNK, coveredKinds)
        for (const { page, tag, total, cells } of rows) {
          res.write(
            csvLine([
              page.title,
              `${config.publicUrl}${addressOf(page)}`,
              themeName(config, page.theme),
              tag.text,
              total.faced,
              total.past,
              ...columns.flatMap(kind => [cells.get(kind)?.faced ?? 0, cells.get(kind)?.past ?? 0]),
            ]),
          )
        }
        const last = rows.at(-1)
        if (!last || res.destroyed) break
        after = [last.total.faced, last.page.id]
        await yieldToEventLoop()
      }
      res.end()
    })
  })
