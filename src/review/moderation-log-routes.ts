import type { Request, Response } from 'express'
import { attributionHtml, blockReasons, reader } from '../accounts/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { listActivity, type Activity, type Verb } from '../activity/index.js'
import type { Instant } from '../platform/clock.js'
import type { Deps } from '../platform/deps.js'
import {
  pagingFrom,
  pagingLinks,
  routesOf,
  show,
  view,
  withQuery,
  type PageModel,
  type PagingLinks,
  type Route,
} from '../platform/http/index.js'
import { removalReasons } from '../evidence/index.js'
import {
  addressOf,
  displayTime,
  isKind,
  kinds,
  loadPagesById,
  type DisplayTime,
  type PageHead,
} from '../pages/index.js'
import { revisionAddress } from '../revisions/index.js'
import { reasons } from './rules.js'

/** Twice that of other lists: its entries are a line each. */
const PAGE_SIZE = 40
const PATH = '/moderation-log'

/** The acts of moderators that the log shows. */
const verbLabels: Partial<Record<Verb, string>> = {
  'review.published': 'Published',
  'review.rejected': 'Rejected',
  'review.archived': 'Archived',
  'review.returned': 'Brought back',
  'review.removed': 'Removed a report',
  'member.blocked': 'Blocked',
  'member.unblocked': 'Unblocked',
}
const shownVerbs = Object.keys(verbLabels) as Verb[]

const reasonTexts: Readonly<Record<string, string>> = { ...reasons, ...removalReasons, ...blockReasons }

/** What moderators did, for everyone to read. */
export const moderationLogRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get(PATH, reader, (req, res) => showModerationLog(deps, req, res))
  })

interface LogEntry {
  readonly verb: string
  readonly by: SafeHtml
  readonly time: DisplayTime
  /** What the entry is about, unless that is a published page: `a new barrier`. */
  readonly subject: string
  readonly page: { readonly title: string; readonly href: string } | undefined
  readonly revision: { readonly text: string; readonly href: string } | undefined
  readonly reason: string | undefined
}

interface ModerationLogModel extends PageModel, PagingLinks {
  readonly entries: readonly LogEntry[]
}

export const moderationLogView = view<ModerationLogModel>('review/moderation-log')

async function showModerationLog({ db, clock }: Deps, req: Request, res: Response): Promise<void> {
  const paging = pagingFrom(req.query, PAGE_SIZE)
  const { rows: activities, next } = await listActivity(db, shownVerbs, paging)
  const pageIds = activities.flatMap(activity => activity.pageId ?? [])
  const pages = await loadPagesById(db, pageIds)
  show(req, res, moderationLogView, {
    pageTitle: 'Moderation log',
    entries: activities.map(activity => logEntry(activity, pages.get(activity.pageId ?? ''), clock.now())),
    ...pagingLinks(paging, next, after => withQuery(PATH, { after })),
  })
}

function logEntry(activity: Activity, page: PageHead | undefined, now: Instant): LogEntry {
  const { verb, attribution, at, number, reasonCode } = activity
  return {
    verb: verbLabels[verb] ?? '',
    by: attributionHtml(attribution),
    time: displayTime(at, now),
    subject: subjectOf(activity),
    page: page && { title: page.title, href: addressOf(page) },
    revision: page && number ? { text: `revision ${number}`, href: revisionAddress(page, number) } : undefined,
    reason: reasonCode && reasonTexts[reasonCode],
  }
}

/** Never says which member was blocked: the log is public. */
const subjectOf = ({ verb, kind = '' }: Activity): string =>
  verb.startsWith('member.') ? 'a member' : `a new ${isKind(kind) ? kinds[kind].singular : 'page'}`
