import type { Deps } from '../platform/deps.js'
import { newId } from '../platform/ids.js'
import type { Member } from '../accounts/index.js'
import type { Kind } from '../pages/index.js'
import { save } from './save.js'
import {
  findEarlierResult,
  hashOfSubmission,
  keepValidLinks,
  type AlreadySent,
  type PageSubmission,
  type Saved,
  type SentDifferently,
} from './submission.js'

/** Documents a new page: published at once if `actor` is trusted to do so, otherwise as a suggestion. */
export async function documentPage(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  kind: Kind,
  submission: PageSubmission,
): Promise<Saved | AlreadySent | SentDifferently> {
  return deps.db.transaction(async tx => {
    const earlier = await findEarlierResult(tx, actor, submission)
    if (earlier) return earlier
    const content = await keepValidLinks(tx, submission.content, kind)
    return save(
      deps,
      tx,
      actor,
      { ...submission, content },
      {
        pageId: newId(),
        kind,
        baseRevisionId: null,
        wasMerged: false,
        isArchived: false,
        sentHash: hashOfSubmission(submission),
      },
    )
  })
}
