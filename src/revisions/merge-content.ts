import { characterCount } from '../platform/text.js'
import { MAX_BODY_LENGTH, MAX_LINKS, MAX_TAGS, type Content } from '../pages/index.js'
import { mergeSets, mergeText, mergeValue, resolveWithBoth, type TextMerge } from './merge.js'

/** A field of one line that both sides changed, differently. */
export interface FieldConflict {
  readonly field: 'title' | 'summary' | 'theme'
  readonly theirs: string
  readonly ours: string
}

export interface ContentMerge {
  readonly clean: boolean
  /** What comes of it. Where both sides changed the same thing it holds both texts of a body, and ours of a one-line field. */
  readonly content: Content
  readonly fields: readonly FieldConflict[]
  readonly body: TextMerge
}

const lineFields = ['title', 'summary', 'theme'] as const

/**
 * Three-way merge of a whole page: one-line fields one by one, tags and links as sets, the body by lines. `theirs` is
 * what is published now, `ours` what this person wrote from `base`.
 */
export function mergeContent(base: Content, theirs: Content, ours: Content): ContentMerge {
  const fields: FieldConflict[] = []
  const lines = Object.fromEntries(
    lineFields.map(field => {
      const merged = mergeValue(base[field], ours[field], theirs[field])
      if (!merged.clean) fields.push({ field, theirs: theirs[field], ours: ours[field] })
      return [field, merged.clean ? merged.value : ours[field]]
    }),
  ) as Pick<Content, (typeof lineFields)[number]>
  const body = mergeText(base.body, ours.body, theirs.body)
  const content = {
    ...lines,
    tags: mergeSets(base.tags, ours.tags, theirs.tags),
    links: mergeSets(base.links, ours.links, theirs.links),
    body: body.clean && body.text !== null ? body.text : resolveWithBoth(body.chunks),
  }
  // Two changes that each keep to the limits can pass them together: a person has to say what goes.
  const fits =
    content.tags.length <= MAX_TAGS &&
    content.links.length <= MAX_LINKS &&
    characterCount(content.body) <= MAX_BODY_LENGTH
  return {
    clean: fields.length === 0 && body.clean && fits,
    content,
    fields,
    body,
  }
}
