import type { Request, Response } from 'express'
import { actorOf, reader } from '../accounts/index.js'
import type { Reader } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import { queryParam, routesOf, show, withQuery, type FieldError, type Route } from '../platform/http/index.js'
import {
  actionsOnPage,
  addressOf,
  allKinds,
  findPageOrRedirect,
  listPagesByIds,
  pageAddresses,
  themeName,
  type KindDefinition,
  type PageHead,
} from '../pages/index.js'
import { compareContents } from './compare.js'
import { loadContentNames } from './content-names.js'
import { getRevision, listRevisions, type RevisionHead } from './store.js'
import {
  compareView,
  historyView,
  revisionAddress,
  revisionCaption,
  revisionsModel,
  revisionSummary,
  revisionView,
  type Combiners,
} from './view-models.js'

/** Revisions on one page of the history. */
const PAGE_SIZE = 50

/** What the pages of revisions need. */
interface RevisionDeps extends Pick<Deps, 'db' | 'config' | 'clock' | 'renderer'> {
  /** Finds, of the suggestions with these ids, those that a moderator combined with a newer revision. */
  readonly findCombiners: (db: Reader, suggestionIds: readonly string[]) => Promise<Combiners>
}

/** Public pages for each kind: the history of a page, any of its revisions, and the comparison of any two. */
export const revisionRoutes = (deps: RevisionDeps): readonly Route[] =>
  routesOf(routes => {
    for (const definition of allKinds) {
      const page = `/${definition.path}/:slug`
      routes.get(`${page}/history`, reader, (req, res) => showHistory(deps, req, res, definition))
      routes.get(`${page}/revisions/:number`, reader, (req, res) => showRevision(deps, req, res, definition))
      routes.get(`${page}/compare`, reader, (req, res) => showComparison(deps, req, res, definition))
    }
  })

async function showHistory(deps: RevisionDeps, req: Request, res: Response, definition: KindDefinition): Promise<void> {
  const page = await findPageOrRedirect(deps, req, res, definition.kind)
  if (page) await showRevisionList(deps, req, res, definition, page)
}

/** With `errors`, the form that compares two revisions asks for something that does not exist. */
async function showRevisionList(
  deps: RevisionDeps,
  req: Request,
  res: Response,
  definition: KindDefinition,
  page: PageHead,
  errors?: readonly FieldError[],
): Promise<void> {
  const beforeParam = queryParam(req.query['before'])
  const before = beforeParam === undefined ? undefined : revisionNumber(beforeParam)
  const { rows, next } = await listRevisions(deps.db, page.id, before, PAGE_SIZE)
  const combiners = await combinersOf(deps, rows)
  const { href, history } = pageAddresses(page)
  const model = {
    ...revisionsModel(definition, page, `History: ${page.title}`, errors),
    // With errors, the form is what they are about.
    compare:
      page.number === 1 && !errors
        ? undefined
        : {
            action: `${href}/compare`,
            from: queryParam(req.query['from']) ?? String(Math.max(page.number - 1, 1)),
            to: queryParam(req.query['to']) ?? String(page.number),
          },
    revisions: rows.map(revision => revisionSummary(page, revision, deps.clock.now(), combiners)),
    newest: before === undefined ? undefined : { text: 'Newest revisions', href: history },
    older: next && { text: 'Older revisions', href: withQuery(history, { before: next[0] }) },
  }
  show(req, res, historyView, model, errors ? 404 : 200)
}

async function showRevision(
  deps: RevisionDeps,
  req: Request,
  res: Response,
  definition: KindDefinition,
): Promise<void> {
  const number = revisionNumber(req.params['number'])
  const page = await findPageOrRedirect(deps, req, res, definition.kind)
  if (!page) return
  const revision = await getRevision(deps.db, page.id, number)
  const { title, summary, body, theme, tags, links } = revision.content
  const { html } = await deps.renderer.renderByHash(revision.hash, async () => ({ title, body }))
  const linkedPages = await listPagesByIds(deps.db, links)
  const canRestore = number < page.number && actionsOnPage(page, actorOf(req)).has('restore')
  show(req, res, revisionView, {
    ...revisionsModel(definition, page, `Revision ${number}: ${title}`),
    revision: revisionSummary(page, revision, deps.clock.now(), await combinersOf(deps, [revision])),
    caption: revisionCaption(page, number),
    title,
    summary,
    html,
    theme: themeName(deps.config, theme),
    tags: tags.join(', '),
    linksHeading: definition.linksHeading,
    links: linkedPages.map(linked => ({ text: linked.title, href: addressOf(linked) })),
    restoreHref: canRestore ? withQuery(pageAddresses(page).edit, { restore: String(number) }) : undefined,
    olderHref: number > 1 ? revisionAddress(page, number - 1) : undefined,
    newerHref: number < page.number ? revisionAddress(page, number + 1) : undefined,
  })
}

const combinersOf = ({ db, findCombiners }: RevisionDeps, revisions: readonly RevisionHead[]): Promise<Combiners> =>
  findCombiners(
    db,
    revisions.flatMap(revision => revision.suggestionId ?? []),
  )

async function showComparison(
  deps: RevisionDeps,
  req: Request,
  res: Response,
  definition: KindDefinition,
): Promise<void> {
  const page = await findPageOrRedirect(deps, req, res, definition.kind)
  if (!page) return
  const from = parseRevisionNumber(queryParam(req.query['from']))
  const to = parseRevisionNumber(queryParam(req.query['to']))
  const errors = [...rangeErrors('from', from, page), ...rangeErrors('to', to, page)]
  if (from === undefined || to === undefined || errors.length > 0) {
    return showRevisionList(deps, req, res, definition, page, errors)
  }
  const before = await getRevision(deps.db, page.id, from)
  const after = await getRevision(deps.db, page.id, to)
  const names = await loadContentNames(deps.db, deps.config, [before.content, after.content])
  const now = deps.clock.now()
  show(req, res, compareView, {
    ...revisionsModel(definition, page, `Compare revisions ${from} and ${to}: ${page.title}`),
    before: revisionSummary(page, before, now),
    after: revisionSummary(page, after, now),
    comparison: compareContents(before.content, after.content, names),
  })
}

const rangeErrors = (field: string, number: number | undefined, page: PageHead): readonly FieldError[] =>
  number !== undefined && number <= page.number
    ? []
    : [{ field, message: `Enter the number of a revision, from 1 to ${page.number}` }]

/** @throws NotFound for what cannot be the number of a revision. */
function revisionNumber(text: unknown): number {
  const number = parseRevisionNumber(text)
  if (number === undefined) throw new NotFound('There is no such revision.')
  return number
}

/** At most nine digits, so that the number fits the column on either database. */
const parseRevisionNumber = (text: unknown): number | undefined =>
  typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined
