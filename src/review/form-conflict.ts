import type { Deps } from '../platform/deps.js'
import type { Attribution } from '../accounts/index.js'
import type { FieldError } from '../platform/http/index.js'
import type { Content } from '../pages/index.js'
import { loadContentNames, resolveWithBoth, type ContentMerge } from '../revisions/index.js'
import { conflictModel, mergedFormHelp, publishedNowBy, type OwnSide } from './conflict-model.js'
import type { FormConflict } from './page-form-model.js'

/** What stands above a form that holds both sides of a conflict. */
export async function loadFormConflict(
  deps: Pick<Deps, 'db' | 'config'>,
  merge: ContentMerge,
  { by, ours, side }: { readonly by: Attribution; readonly ours: string; readonly side: OwnSide },
): Promise<FormConflict> {
  const names = await loadContentNames(deps.db, deps.config, [merge.content])
  return { ...conflictModel(merge, names, { theirs: publishedNowBy(by), ours }), help: mergedFormHelp(side) }
}

/** Whether `content` still has both sides of a place in the text, one after the other, as the form was opened with. */
export const isUnresolved = (merge: ContentMerge, content: Content): boolean =>
  merge.body.chunks.some(
    chunk =>
      chunk.kind === 'conflict' &&
      chunk.ours.trim() !== '' &&
      chunk.theirs.trim() !== '' &&
      content.body.includes(resolveWithBoth([chunk]).trim()),
  )

export const unresolvedError: FieldError = {
  field: 'body',
  message:
    'You have not edited the lines that conflict. Edit them so that the text says what it should, ' +
    'or select “Keep both versions”',
}
