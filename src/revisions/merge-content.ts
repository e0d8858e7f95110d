import { characterCount, normaliseLineEndings } from '../platform/text.js'
import { MAX_BODY_LENGTH, MAX_LINKS, MAX_TAGS, type Content } from '../pages/index.js'
import { withLineEndingsOf } from './line-endings.js'
import { mergeSets, mergeText, mergeValue, resolveWithBoth, type TextMerge } from './merge.js'

const lineFields = ['title', 'summary', 'theme'] as const
type LineField = (typeof lineFields)[number]

/** A one-line field that both sides changed in different ways. */
export interface FieldConflict {
  readonly field: LineField
  readonly theirs: string
  readonly ours: string
}

export interface ContentMerge {
  /** Whether the merge has no conflict and keeps to the limits on length, tags and links. */
  readonly clean: boolean
  /** The result. In a conflict it holds both texts of the body, and our version of a one-line field. */
  readonly content: Content
  readonly fields: readonly FieldConflict[]
  readonly body: TextMerge
}

/**
 * Merges a whole page three ways: one-line fields one by one, tags and links as sets, the body by lines. `ours` is what
 * this person made from `base`, `theirs` is the published content. Line endings never conflict: those of `theirs` stay.
 */
export function mergeContent(base: Content, ours: Content, theirs: Content): ContentMerge {
  const { values, conflicts } = mergeLineFields(base, ours, theirs)
  const body = mergeText(...linesToMerge(base, ours, theirs))
  const content = {
    ...values,
    tags: mergeSets(base.tags, ours.tags, theirs.tags),
    links: mergeSets(base.links, ours.links, theirs.links),
    body: withLineEndingsOf(theirs.body, body.text ?? resolveWithBoth(body.chunks)),
  }
  return {
    clean: conflicts.length === 0 && body.clean && isWithinLimits(content),
    content,
    fields: conflicts,
    body,
  }
}

const linesToMerge = (base: Content, ours: Content, theirs: Content) =>
  [normaliseLineEndings(base.body), normaliseLineEndings(ours.body), normaliseLineEndings(theirs.body)] as const

function mergeLineFields(base: Content, ours: Content, theirs: Content) {
  const values: Record<LineField, string> = { title: ours.title, summary: ours.summary, theme: ours.theme }
  const conflicts: FieldConflict[] = []
  for (const field of lineFields) {
    const merged = mergeValue(base[field], ours[field], theirs[field])
    if (merged.clean) values[field] = merged.value
    else conflicts.push({ field, theirs: theirs[field], ours: ours[field] })
  }
  return { values, conflicts }
}

/** Two changes that each keep to the limits can exceed them together. A person then has to decide what to remove. */
const isWithinLimits = ({ tags, links, body }: Content): boolean =>
  tags.length <= MAX_TAGS && links.length <= MAX_LINKS && characterCount(body) <= MAX_BODY_LENGTH
