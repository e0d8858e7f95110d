import type { Request, Response } from 'express'
import { queryParam, show, view, type FieldError } from '../platform/http/index.js'
import { findPageOrRedirect, type KindDefinition, type PageHead } from '../pages/index.js'
import { compareContents, type ContentComparison } from './compare.js'
import { loadContentNames } from './content-names.js'
import { showRevisionList } from './history-page.js'
import type { RevisionDeps } from './revision-deps.js'
import { revisionsModel, revisionSummary, type RevisionsModel, type RevisionSummary } from './revision-model.js'
import { parseRevisionNumber } from './revision-number.js'
import { getRevision } from './store.js'

interface CompareModel extends RevisionsModel {
  readonly before: RevisionSummary
  readonly after: RevisionSummary
  readonly comparison: ContentComparison
}

export const compareView = view<CompareModel>('revisions/compare')

/** What changed between two revisions of a page. */
export async function showComparison(
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
