import type { Deps } from '../platform/deps.js'
import type { Reader } from '../platform/database/index.js'
import { Forbidden, NotFound } from '../platform/errors.js'
import type { Member } from '../accounts/index.js'
import { actionsOnPage, getPublished, isSameContent, type Content } from '../pages/index.js'
import { getRevisionById, mergeContent } from '../revisions/index.js'
import { save } from './save.js'
import {
  findEarlierResult,
  hashOfSubmission,
  keepLineEndings,
  keepValidLinks,
  type AlreadySent,
  type EditConflict,
  type PageSubmission,
  type Saved,
  type SentDifferently,
  type Unchanged,
} from './submission.js'

/** A page as sent with the form, and the published revision that the form was opened with. */
export type PageEdit = PageSubmission & { readonly baseRevisionId: string }

/**
 * Changes a page: at once if `actor` is trusted to do so, otherwise as a suggestion. When the page has changed since
 * the base revision, both changes are merged. When they conflict, nothing is saved and both texts are returned.
 * @throws Forbidden when `actor` may not edit the page
 * @throws NotFound when the page does not exist, or the base revision is not one of its own
 */
export async function editPage(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
  pageId: string,
  edit: PageEdit,
): Promise<Saved | AlreadySent | SentDifferently | Unchanged | EditConflict> {
  return deps.db.transaction(async tx => {
    const earlier = await findEarlierResult(tx, actor, edit)
    if (earlier) return earlier
    const { page, content: published } = await getPublished(tx, pageId)
    if (!actionsOnPage(page, actor).has('edit')) throw new Forbidden('You cannot edit an archived page.')
    const written = await keepValidLinks(tx, edit.content, page.kind)
    const isStale = page.revisionId !== edit.baseRevisionId
    const merge = isStale
      ? mergeContent(await getBaseContent(tx, pageId, edit.baseRevisionId), written, published)
      : undefined
    if (merge && !merge.clean)
      return { result: 'conflict', merge, revisionId: page.revisionId, by: page.changedBy } as const
    const content = merge?.content ?? keepLineEndings(written, published)
    if (isSameContent(content, published)) return { result: 'unchanged' } as const
    return save(
      deps,
      tx,
      actor,
      { ...edit, content },
      {
        pageId,
        kind: page.kind,
        baseRevisionId: page.revisionId,
        wasMerged: isStale,
        isArchived: page.archivedAt !== null,
        sentHash: hashOfSubmission(edit),
      },
    )
  })
}

async function getBaseContent(db: Reader, pageId: string, revisionId: string): Promise<Content> {
  const revision = await getRevisionById(db, revisionId)
  if (revision.pageId !== pageId) throw new NotFound('There is no such revision.')
  return revision.content
}
