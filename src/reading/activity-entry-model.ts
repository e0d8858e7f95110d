import type { SafeHtml } from '../platform/safe-html.js'
import { attributionHtml } from '../accounts/index.js'
import type { Activity, Verb } from '../activity/index.js'
import { addressOf, displayTime, kinds, loadPagesById, type DisplayTime, type PageHead } from '../pages/index.js'
import type { Deps } from '../platform/deps.js'
import type { Link } from '../platform/http/index.js'
import { compareAddress, revisionAddress } from '../revisions/index.js'

/** The kinds of activity that readers see, as a list names them. */
const changeLabels = {
  'page.published': 'published',
  'page.changed': 'changed',
  'page.restored': 'restored',
  'page.archived': 'archived',
  'page.returned': 'brought back',
} as const satisfies Partial<Record<Verb, string>>

type ChangeVerb = keyof typeof changeLabels

/** The verbs of activity that readers see. */
export const changeVerbs = Object.keys(changeLabels) as readonly ChangeVerb[]

/** A change to a page, as a list shows it. */
export interface ActivityEntry {
  readonly title: string
  readonly href: string
  /** The kind of the page: `barrier`. */
  readonly kind: string
  /** What was done: `changed`. */
  readonly verb: string
  readonly by: SafeHtml
  readonly time: DisplayTime
  /** Leads to what was published. Undefined if nothing was. */
  readonly revision: RevisionLink | undefined
}

interface RevisionLink extends Link {
  /** Completes the text for screen readers, because other links in the list have the same text. */
  readonly visuallyHiddenText: string
}

/** Loads what a list shows of `activity`, whose verbs are among `changeVerbs`. Leaves out pages that no longer exist. */
export async function activityEntries(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  activity: readonly Activity[],
): Promise<readonly ActivityEntry[]> {
  const now = clock.now()
  const pages = await loadPagesById(
    db,
    activity.flatMap(entry => entry.pageId ?? []),
  )
  return activity.flatMap(entry => {
    const page = pages.get(entry.pageId ?? '')
    if (!page) return []
    const href = addressOf(page)
    return {
      title: page.title,
      href,
      kind: kinds[page.kind].singular,
      verb: changeLabels[entry.verb as ChangeVerb],
      by: attributionHtml(entry.attribution),
      time: displayTime(entry.at, now),
      revision: entry.number === undefined ? undefined : revisionLink(page, entry.number),
    }
  })
}

function revisionLink(page: PageHead, number: number): RevisionLink {
  const { title } = page
  return number === 1
    ? { text: 'first revision', visuallyHiddenText: `of ${title}`, href: revisionAddress(page, 1) }
    : {
        text: 'what changed',
        visuallyHiddenText: `in revision ${number} of ${title}`,
        href: compareAddress(page, number - 1, number),
      }
}
