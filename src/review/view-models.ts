import type { ContentMerge, Names } from '../revisions/index.js'

export interface ShownConflict {
  readonly theirsLabel: string
  readonly oursLabel: string
  /** Each place where both sides changed the same thing, with both texts whole. */
  readonly places: readonly { readonly where: string; readonly base: string; readonly theirs: string; readonly ours: string }[]
}

const fieldNames = { title: 'Title', summary: 'Summary', theme: 'Theme' } as const

/** What a conflict page shows of both sides. */
export function conflictOf(merge: ContentMerge, names: Names, labels: { readonly theirs: string; readonly ours: string }): ShownConflict {
  const conflicts = merge.body.chunks.filter(chunk => chunk.kind === 'conflict')
  return {
    theirsLabel: labels.theirs,
    oursLabel: labels.ours,
    places: [
      ...merge.fields.map(({ field, theirs, ours }) => ({
        where: fieldNames[field], base: '', theirs: field === 'theme' ? names.theme(theirs) : theirs, ours: field === 'theme' ? names.theme(ours) : ours,
      })),
      ...conflicts.map((chunk, at) => ({ where: conflicts.length === 1 ? 'In the text' : `In the text, place ${at + 1} of ${conflicts.length}`, base: chunk.base, theirs: chunk.theirs, ours: chunk.ours })),
    ],
  }
}
