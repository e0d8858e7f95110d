import type { Activity, Verb } from '../activity/index.js'
import type { Deps } from '../platform/deps.js'
import { withQuery } from '../platform/http/index.js'
import { addressOf, kinds, listPagesByIds, displayTime } from '../pages/index.js'

/** What of the log readers see as changes. */
export const pageVerbs: readonly Verb[] = [
  'page.published',
  'page.changed',
  'page.restored',
  'page.archived',
  'page.returned',
]

/** Entries of the log as a list shows them; those of pages that are gone are left out. */
export async function entriesOf({ db, clock }: Pick<Deps, 'db' | 'clock'>, entries: readonly Activity[]) {
  const now = clock.now()
  const pages = new Map(
    (
      await listPagesByIds(
        db,
        entries.flatMap(entry => entry.pageId ?? []),
      )
    ).map(page => [page.id, page]),
  )
  return entries.flatMap(entry => {
    const page = pages.get(entry.pageId ?? '')
    if (!page) return []
    const href = addressOf(page)
    return [
      {
        title: page.title,
        href,
        kind: kinds[page.kind].singular,
        verb: entry.verb === 'page.returned' ? 'brought back' : entry.verb.slice('page.'.length),
        by: entry.actorLabel,
        time: displayTime(entry.at, now),
        revision: entry.number === undefined ? undefined : `${href}/revisions/${entry.number}`,
        number: entry.number,
        compare:
          entry.number !== undefined && entry.number > 1
            ? withQuery(`${href}/compare`, { from: String(entry.number - 1), to: String(entry.number) })
            : undefined,
      },
    ]
  })
}
