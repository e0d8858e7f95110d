import type { Instant } from '../platform/clock.js'
import { withQuery, type FieldError, type PageModel, type ShownTime } from '../platform/http/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { attributionHtml } from '../accounts/index.js'
import {
  addressOf,
  archivedDate,
  displayTime,
  pageAddresses,
  type DisplayDate,
  type KindDefinition,
  type PageHead,
} from '../pages/index.js'
import type { PublishedHow, RevisionHead } from './store.js'

/** A revision as a view shows it. */
export interface RevisionSummary {
  readonly number: number
  readonly href: string
  readonly note: string
  readonly author: SafeHtml
  /** The moderator who reviewed it. */
  readonly reviewer: string | undefined
  /** The moderator who resolved a conflict between the author's text and a newer revision. */
  readonly resolver: string | undefined
  /** How it was published, if that is worth saying. */
  readonly origin: string | undefined
  readonly time: ShownTime
  readonly isCurrent: boolean
  /** The comparison with the revision before it. The first revision has none. */
  readonly compareHref: string | undefined
}

/** What every view of a page's revisions needs. */
export interface RevisionsModel extends PageModel {
  readonly archived: DisplayDate | undefined
  readonly page: { readonly title: string; readonly href: string; readonly historyHref: string }
}

const origins: Readonly<Record<PublishedHow, string | undefined>> = {
  reviewed: undefined,
  direct: 'published without review',
  imported: 'imported',
  sample: undefined,
}

/** By the suggestions' ids, the moderators who resolved a conflict in them, as they are shown. */
export type Resolvers = ReadonlyMap<string, string>

export function revisionSummary(
  page: PageHead,
  revision: RevisionHead,
  now: Instant,
  resolvers: Resolvers = new Map(),
): RevisionSummary {
  const { number, note, attribution, how, reviewerLabel, suggestionId, publishedAt } = revision
  return {
    number,
    href: revisionAddress(page, number),
    note,
    author: attributionHtml(attribution),
    reviewer: reviewerLabel ?? undefined,
    resolver: resolvers.get(suggestionId ?? ''),
    origin: reviewerLabel === null ? origins[how] : undefined,
    time: displayTime(publishedAt, now),
    isCurrent: number === page.number,
    compareHref: number > 1 ? compareAddress(page, number - 1, number) : undefined,
  }
}

type AddressedPage = Parameters<typeof addressOf>[0]

/** The address of a revision of a page: `/barriers/x/revisions/2`. */
export const revisionAddress = (page: AddressedPage, number: number): string => `${addressOf(page)}/revisions/${number}`

/** The address that compares two revisions of a page: `/barriers/x/compare?from=1&to=2`. */
export const compareAddress = (page: AddressedPage, from: number, to: number): string =>
  withQuery(`${addressOf(page)}/compare`, { from: String(from), to: String(to) })

/** The parts of the model that all views of a page's revisions share. Search engines only need the page itself. */
export function revisionsModel(
  definition: KindDefinition,
  page: PageHead,
  pageTitle: string,
  errors?: readonly FieldError[],
): RevisionsModel {
  const { href, history } = pageAddresses(page)
  return {
    pageTitle,
    errors,
    archived: archivedDate(page),
    noindex: true,
    section: definition.path,
    breadcrumbs: [
      { text: definition.heading, href: `/${definition.path}` },
      { text: page.title, href },
    ],
    page: { title: page.title, href, historyHref: history },
  }
}
