import type { Request, Response } from 'express'
import type { SafeHtml } from '../platform/safe-html.js'
import { attributionHtml, blockReasons, findMember } from '../accounts/index.js'
import { listActivity, type Activity, type Verb } from '../activity/index.js'
import { displayTime, type DisplayTime } from '../pages/index.js'
import type { Instant } from '../platform/clock.js'
import type { Deps } from '../platform/deps.js'
import {
  pagingFrom,
  pagingLinks,
  show,
  view,
  withQuery,
  type PageModel,
  type PagingLinks,
} from '../platform/http/index.js'

const PAGE_SIZE = 40
const PATH = '/admin/log'

const verbLabels: Partial<Record<Verb, string>> = {
  'member.role': 'Changed a role',
  'member.blocked': 'Blocked',
  'member.unblocked': 'Unblocked',
}
const shownVerbs = Object.keys(verbLabels) as Verb[]

interface LogEntry {
  readonly what: string
  readonly whom: string
  readonly by: SafeHtml
  readonly time: DisplayTime
  readonly reason: string | undefined
  readonly detail: string | undefined
  readonly suggestionHref: string | undefined
}

interface LogModel extends PageModel, PagingLinks {
  readonly entries: readonly LogEntry[]
}

export const memberLogView = view<LogModel>('admin/log')

/** Shows admins who changed which member's role, and who blocked whom. */
export async function showMemberLog({ db, clock }: Deps, req: Request, res: Response): Promise<void> {
  const paging = pagingFrom(req.query, PAGE_SIZE)
  const { rows, next } = await listActivity(db, shownVerbs, paging)
  const subjectIds = [...new Set(rows.flatMap(({ subjectId }) => subjectId ?? []))]
  const subjects = await Promise.all(subjectIds.map(id => findMember(db, id)))
  const names = new Map(subjects.flatMap(member => (member ? [[member.id, `${member.name}, ${member.email}`]] : [])))
  show(req, res, memberLogView, {
    pageTitle: 'Log of members',
    section: 'account',
    noindex: true,
    breadcrumbs: [
      { text: 'Your account', href: '/account' },
      { text: 'Members', href: '/admin/members' },
    ],
    entries: rows.map(activity => logEntry(activity, names, clock.now())),
    ...pagingLinks(paging, next, after => withQuery(PATH, { after })),
  })
}

const logEntry = (activity: Activity, names: ReadonlyMap<string, string>, now: Instant): LogEntry => ({
  what: verbLabels[activity.verb] ?? '',
  // Changes of roles before version 014 of the schema do not say whose.
  whom: names.get(activity.subjectId ?? '') ?? 'not recorded',
  by: attributionHtml(activity.attribution),
  time: displayTime(activity.at, now),
  reason: new Map<string | undefined, string>(Object.entries(blockReasons)).get(activity.reasonCode),
  detail: activity.detail,
  suggestionHref: activity.suggestionId === undefined ? undefined : `/suggestions/${activity.suggestionId}`,
})
