import type { Request, Response } from 'express'
import { moderator } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import {
  pagingFrom,
  pagingLinks,
  queryChoice,
  routesOf,
  show,
  view,
  withQuery,
  type PageModel,
  type PagingLinks,
  type Route,
  type SelectItem,
} from '../platform/http/index.js'
import { allKinds } from '../pages/index.js'
import { countQueue, listQueue, type QueueFilter } from './suggestion-list-store.js'
import { suggestionRow, type SuggestionRow } from './suggestion-row-model.js'

const PAGE_SIZE = 20
const PATH = '/review'

/** The suggestions that wait for a moderator. */
export const queueRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get(PATH, moderator, (req, res) => showQueue(deps, req, res))
  })

interface QueueModel extends PageModel, PagingLinks {
  /** How many suggestions wait, whatever the filter: `2 suggestions are waiting, oldest first.` Undefined when none do. */
  readonly total: string | undefined
  readonly rows: readonly SuggestionRow[]
  readonly values: Readonly<Record<keyof QueueFilter, string>>
  readonly isFiltered: boolean
  readonly kinds: readonly SelectItem[]
  readonly themes: readonly SelectItem[]
}

export const queueView = view<QueueModel>('review/queue')

async function showQueue({ db, config, clock }: Deps, req: Request, res: Response): Promise<void> {
  const filter: QueueFilter = {
    kind: queryChoice(
      req.query['kind'],
      allKinds.map(({ kind }) => kind),
    ),
    theme: queryChoice(
      req.query['theme'],
      config.themes.map(({ slug }) => slug),
    ),
    change: queryChoice(req.query['change'], ['new', 'changed']),
  }
  const paging = pagingFrom(req.query, PAGE_SIZE)
  const { rows, next } = await listQueue(db, filter, paging)
  show(req, res, queueView, {
    pageTitle: 'Review',
    section: 'review',
    noindex: true,
    total: totalText(await countQueue(db)),
    rows: rows.map(suggestion => suggestionRow(config, suggestion, clock.now())),
    values: { kind: filter.kind ?? '', theme: filter.theme ?? '', change: filter.change ?? '' },
    isFiltered: Object.values(filter).some(value => value !== undefined),
    kinds: allKinds.map(({ kind, heading }) => ({ value: kind, text: heading })),
    themes: config.themes.map(({ slug, name }) => ({ value: slug, text: name })),
    ...pagingLinks(paging, next, after => withQuery(PATH, { ...filter, after })),
  })
}

function totalText(waiting: number): string | undefined {
  if (waiting === 0) return undefined
  return waiting === 1 ? '1 suggestion is waiting.' : `${waiting} suggestions are waiting, oldest first.`
}
