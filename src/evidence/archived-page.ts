import type { Request, Response } from 'express'
import { addressOf, displayDate, kinds, type PageHead } from '../pages/index.js'
import { show, unsavedForm, view, type PageModel, type UnsavedField } from '../platform/http/index.js'

interface ArchivedModel extends PageModel {
  readonly heading: string
  readonly text: string
  readonly title: string
  readonly pageHref: string
  /** What was typed into a form that was open when the page was archived. */
  readonly unsavedFields: readonly UnsavedField[]
  /** Where the reader can withdraw the statement that they cannot change. */
  readonly withdrawAction: string | undefined
}

export const archivedView = view<ArchivedModel>('evidence/archived')

/** Says, instead of showing the form, that a page is archived and takes no statements (409). Keeps what was typed. */
export const showArchivedPage = (req: Request, res: Response, page: PageHead): void =>
  show(req, res, archivedView, archivedModel(req, page, 'so you cannot add a report'), 409)

/**
 * Says, instead of showing the form, that a member can only withdraw their own statement because its page is archived.
 * The status is 409 if they sent a change.
 */
export function showArchivedStatement(req: Request, res: Response, page: PageHead, withdrawAction: string): void {
  const model = archivedModel(req, page, 'so you cannot change your report. You can withdraw it')
  show(req, res, archivedView, { ...model, withdrawAction }, req.method === 'POST' ? 409 : 200)
}

/**
 * Shows in place of any other form that its page is archived (409), with what was typed, if anything.
 * @param consequence as in `you cannot edit it`
 */
export const showArchived = (req: Request, res: Response, page: PageHead, consequence: string): void =>
  show(req, res, archivedView, archivedModel(req, page, `so ${consequence}`), 409)

function archivedModel(req: Request, page: PageHead, consequence: string): ArchivedModel {
  const heading = `This ${kinds[page.kind].singular} is archived`
  const when = page.archivedAt === null ? '' : ` on ${displayDate(page.archivedAt).day}`
  return {
    pageTitle: heading,
    section: kinds[page.kind].path,
    noindex: true,
    heading,
    text: `“${page.title}” was archived${when}, ${consequence}.`,
    title: page.title,
    pageHref: addressOf(page),
    unsavedFields: unsavedForm(req)?.unsavedFields ?? [],
    withdrawAction: undefined,
  }
}
