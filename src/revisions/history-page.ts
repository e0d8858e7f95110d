import type { Request, Response } from 'express'
import { queryParam, show, view, withQuery, type FieldError, type Link } from '../platform/http/index.js'
import { findPageOrRedirect, pageAddresses, type KindDefinition, type PageHead } from '../pages/index.js'
import { combinersOf, type RevisionDeps } from './revision-deps.js'
import { revisionsModel, revisionSummary, type RevisionsModel, type RevisionSummary } from './revision-model.js'
import { revisionNumber } from './revision-number.js'
import { listRevisions } from './store.js'

/** Revisions on one page of the history. */
const PAGE_SIZE = 50

interface HistoryModel extends RevisionsModel {
  /** The form that compares two revisions. Undefined where there is only one. */
  readonly compare: { readonly action: string; readonly from: string; readonly to: string } | undefined
  readonly revisions: readonly RevisionSummary[]
  readonly newest: Link | undefined
  readonly older: Link | undefined
}

export const historyView = view<HistoryModel>('revisions/history')

/** The history of a page: its revisions, newest first. */
export async function showHistory(
  deps: RevisionDeps,
  req: Request,
  res: Response,
  definition: KindDefinition,
): Promise<void> {
  const page = await findPageOrRedirect(deps, req, res, definition.kind)
  if (page) await showRevisionList(deps, req, res, definition, page)
}

/** The same with `errors` (404): the form that compares two revisions asked for something that does not exist. */
export async function showRevisionList(
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
