import type { Request, Response } from 'express'
import { memberOf } from '../accounts/index.js'
import { show, view, type PageModel } from '../platform/http/index.js'
import { addressOf, type PageHead } from '../pages/index.js'
import type { EvidenceDeps } from './caches.js'
import { endingHeading, endingText } from './statement-ending.js'
import type { EndedStatement } from './statement.js'

interface EndedModel extends PageModel {
  readonly heading: string
  readonly text: string
  readonly title: string
  readonly pageHref: string
}

export const endedView = view<EndedModel>('evidence/ended')

/**
 * Says, instead of doing something with a statement, how it ended, and leads to the page that it was about. The status is
 * 410, or 409 if the reader sent a form.
 */
export async function showEnded(
  { db }: EvidenceDeps,
  req: Request,
  res: Response,
  statement: EndedStatement,
  page: PageHead,
): Promise<void> {
  const heading = endingHeading(statement)
  const model: EndedModel = {
    pageTitle: heading,
    noindex: true,
    heading,
    text: await endingText(db, statement, memberOf(req)),
    title: page.title,
    pageHref: addressOf(page),
  }
  show(req, res, endedView, model, req.method === 'POST' ? 409 : 410)
}
