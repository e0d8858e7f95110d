import type { Deps } from '../platform/deps.js'
import { newId } from '../platform/ids.js'
import type { Member } from '../accounts/index.js'
import { findPageByTitle, type Kind, type PageHead } from '../pages/index.js'
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

/** A new page as sent with the form, and the id of the page with the same title that its author was told about. */
export type NewPage = PageSubmission & { readonly sameTitleAs?: string | undefined }

/** There is a page with this title, and the author does not know of it yet. Nothing is saved. */
export interface SameTitle {
  readonly result: 'same-title'
  readonly page: PageHead
}

/**
 * Documents a new page: published at once if `actor` is trusted to do so, otherwise as a suggestion. When there is a page
 * with the same title that its author was not told about, nothing is saved.
 */
export async function documentPage(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  kind: Kind,
  submission: NewPage,
): Promise<Saved | AlreadySent | SentDifferently | SameTitle> {
  return deps.db.transaction(async tx => {
    const earlier = await findEarlierResult(tx, actor, submission)
    if (earlier) return earlier
    const page = await findPageByTitle(tx, kind, submission.content.title)
    if (page && page.id !== submission.sameTitleAs) return { result: 'same-title', page } as const
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
