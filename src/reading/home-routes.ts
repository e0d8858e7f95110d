import { actorOf, isOrganisationKind, kindHeadings, reader } from '../accounts/index.js'
import { listActivity } from '../activity/index.js'
import { evidenceCards, listMostFaced, listNewlyProven, listWaitingBarriers } from '../evidence/index.js'
import { addSeconds } from '../platform/clock.js'
import { cachedUntilCommit } from '../platform/database/index.js'
import { isoDateOf } from '../platform/dates.js'
import type { Deps } from '../platform/deps.js'
import { routesOf, show, withQuery, type Route } from '../platform/http/index.js'
import { pluralise } from '../platform/text.js'
import { firstRows } from '../platform/paging.js'
import {
  addressOf,
  countPagesByTheme,
  listPagesByIds,
  listLinkedPages,
  listNewestPages,
  type Kind,
} from '../pages/index.js'
import { entriesOf, pageVerbs } from './entries.js'

/** "Lately" on the home page: three months. */
const LATELY_SECONDS = 91 * 86_400

const SHOWN = 5

/** The front page: search, what is proven, what most face, what waits for a way round. */
export const homeRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    const { db, config, clock } = deps

    const pagesIn = async (ids: readonly string[]) => {
      const pages = new Map((await listPagesByIds(db, ids)).map(page => [page.id, page]))
      return ids.flatMap(id => pages.get(id) ?? [])
    }

    const modelOf = cachedUntilCommit(db, 4, async () => {
      const counts = await countPagesByTheme(db)
      const total = (kind: Kind): number =>
        counts.filter(row => row.kind === kind).reduce((sum, row) => sum + row.pages, 0)
      const faced = await listMostFaced(db, addSeconds(clock.now(), -LATELY_SECONDS), SHOWN)
      const proven = await evidenceCards(deps, await pagesIn(await listNewlyProven(db, SHOWN)))
      const barriersOf = async (id: string) =>
        (await listLinkedPages(db, id)).slice(0, 2).map(one => ({ text: one.title, href: addressOf(one) }))
      return {
        isEmpty: counts.length === 0,
        barriers: pluralise(total('barrier'), 'barrier'),
        solutions: pluralise(total('solution'), 'way round them', 'ways round them'),
        themes: config.themes.map(theme => ({
          name: theme.name,
          href: withQuery('/barriers', { theme: theme.slug }),
          pages: counts
            .filter(row => row.theme === theme.slug && row.kind === 'barrier')
            .reduce((sum, row) => sum + row.pages, 0),
        })),
        proven: await Promise.all(proven.map(async card => ({ ...card, barriers: await barriersOf(card.id) }))),
        faced: (await evidenceCards(deps, await pagesIn(faced.map(one => one.pageId)))).map(card => ({
          ...card,
          lately: faced.find(one => one.pageId === card.id)?.organisations ?? 0,
        })),
        waiting: await evidenceCards(deps, await pagesIn(await listWaitingBarriers(db, SHOWN))),
        newest: await evidenceCards(deps, await listNewestPages(db, 'barrier', SHOWN)),
      }
    })

    routes.get('/', reader, async (req, res) => {
      const kind = actorOf(req)?.organisation?.kind
      show(req, res, 'reading/home', {
        pageTitle: 'Find a way round what blocks your work',
        hideSearch: true,
        ...(await modelOf(isoDateOf(clock.now()))),
        changed: await entriesOf(deps, (await listActivity(db, pageVerbs, firstRows(6))).rows),
        organisationKind: kind !== undefined && isOrganisationKind(kind) ? kind : undefined,
        kindChoices: Object.entries(kindHeadings).map(([value, text]) => ({ value, text })),
      })
    })
  })
