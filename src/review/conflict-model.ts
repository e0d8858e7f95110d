import { SafeHtml } from '../platform/safe-html.js'
import { attributionHtml, byName, type Attribution } from '../accounts/index.js'
import { markDifferences, type ContentMerge, type DiffSegment, type ContentNames } from '../revisions/index.js'

/** What a page shows about the two sides of a conflict. */
export interface ConflictModel {
  readonly theirsLabel: SafeHtml
  readonly oursLabel: string
  /** Each place where both sides changed the same thing, with both texts in full. */
  readonly places: readonly ConflictPlace[]
}

interface ConflictPlace extends ConflictSides {
  readonly label: string
  /** The text before both changes; empty when it is not shown. */
  readonly base: string
}

interface ConflictSides {
  readonly theirs: readonly DiffSegment[]
  readonly ours: readonly DiffSegment[]
}

/** Comparing two texts word by word is slow, so only the first places mark what differs; the rest show plain text. */
const MAX_MARKED_PLACES = 10

const fieldNames = { title: 'Title', summary: 'Summary', theme: 'Theme' } as const

/** Whose text is `ours`: that of the person who reads about the conflict, or that of the suggestion in front of them. */
export type OwnSide = 'reader' | 'suggestion'

const ownSideWords: Readonly<Record<OwnSide, { readonly both: string; readonly ours: string }>> = {
  reader: { both: 'you both', ours: 'yours' },
  suggestion: { both: 'both', ours: 'the suggestion’s' },
}

/** What a form that opens with both sides merged says about its text. */
export function mergedFormHelp(side: OwnSide): string {
  const { both, ours } = ownSideWords[side]
  return (
    'Nothing is lost or saved yet. The form contains both changes. ' +
    `Where ${both} changed the same lines, it has both, one after the other. ` +
    `Where ${both} changed the title, summary or theme, it has ${ours}. Edit it, then save it.`
  )
}

/** The label of the published side. */
export const publishedNowBy = (author: Attribution): SafeHtml =>
  new SafeHtml(`Published now, by ${attributionHtml(author).toString()}`)

/** Stands for the author of a page that is not published. */
export const NOBODY: Attribution = byName('')

export function conflictModel(
  merge: ContentMerge,
  names: ContentNames,
  labels: { readonly theirs: SafeHtml; readonly ours: string },
): ConflictModel {
  const chunks = merge.body.chunks.filter(chunk => chunk.kind === 'conflict')
  const fieldPlaces = merge.fields.map(({ field, theirs, ours }) => ({
    label: fieldNames[field],
    base: '',
    // Words that two theme names share mean nothing.
    ...(field === 'theme' ? plainSides(names.theme(theirs), names.theme(ours)) : markedSides(theirs, ours)),
  }))
  const textPlaces = chunks.map((chunk, index) => ({
    label: chunks.length === 1 ? 'In the text' : `In the text, place ${index + 1} of ${chunks.length}`,
    base: chunk.base,
    ...(index < MAX_MARKED_PLACES ? markedSides(chunk.theirs, chunk.ours) : plainSides(chunk.theirs, chunk.ours)),
  }))
  return { theirsLabel: labels.theirs, oursLabel: labels.ours, places: [...fieldPlaces, ...textPlaces] }
}

function markedSides(theirs: string, ours: string): ConflictSides {
  if (theirs === '' || ours === '') return plainSides(theirs, ours)
  const { a, b } = markDifferences(theirs, ours)
  return { theirs: a, ours: b }
}

const plainSides = (theirs: string, ours: string): ConflictSides => ({
  theirs: plainSegments(theirs),
  ours: plainSegments(ours),
})

const plainSegments = (text: string): readonly DiffSegment[] => (text === '' ? [] : [{ text, changed: false }])
