import { isSameContent, type Content } from '../pages/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { pluralise } from '../platform/text.js'
import { diffHtml } from './diff-html.js'
import { diffBodies, diffSets } from './diff.js'

/** How two contents differ, ready to show. */
export interface ContentComparison {
  readonly identical: boolean
  /** Whether to link to the first change in the text. On a new page everything has changed, so there is no link. */
  readonly linksToFirstChange: boolean
  readonly fields: readonly FieldChange[]
  readonly lists: readonly ListChange[]
  readonly body: BodyComparison
}

/** A one-line field that changed. */
export interface FieldChange {
  readonly label: 'Title' | 'Summary' | 'Theme'
  readonly before: string
  readonly after: string
}

/** Tags or links that were added or removed. */
export interface ListChange {
  readonly label: 'Tags' | 'Linked pages'
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

export interface BodyComparison {
  readonly identical: boolean
  /** Lines added. A changed line counts as one added and one removed. */
  readonly added: number
  /** Lines removed. */
  readonly removed: number
  /** The two numbers as a sentence: `Text: 3 lines added, 1 removed`. Undefined for a new page. */
  readonly counts: string | undefined
  /** Says how many lines end differently, which nobody can see. Undefined if none do. */
  readonly endings: string | undefined
  /** The changes. Undefined if the texts are equal or have too many lines; then show both texts in full. */
  readonly html: SafeHtml | undefined
  readonly before: string
  readonly after: string
}

/** Names for what contents hold as slugs and ids. */
export interface ContentNames {
  readonly theme: (slug: string) => string
  readonly page: (id: string) => string
}

/**
 * Compares two contents field by field, with themes and linked pages by name. Pass undefined as `before` for a new page:
 * nothing in it has changed, so only its text is there to see, line by line.
 */
export function compareContents(before: Content | undefined, after: Content, names: ContentNames): ContentComparison {
  const body = compareBodies(before?.body, after.body)
  if (!before)
    return { identical: false, linksToFirstChange: false, fields: [], lists: [], body: { ...body, counts: undefined } }
  return {
    identical: isSameContent(before, after),
    linksToFirstChange: body.html !== undefined && body.added + body.removed > 0,
    fields: changedFields(before, after, names),
    lists: changedLists(before, after, names),
    body,
  }
}

function changedFields(before: Content, after: Content, names: ContentNames): readonly FieldChange[] {
  const fields: readonly FieldChange[] = [
    { label: 'Title', before: before.title, after: after.title },
    { label: 'Summary', before: before.summary, after: after.summary },
    { label: 'Theme', before: names.theme(before.theme), after: names.theme(after.theme) },
  ]
  return fields.filter(field => field.before !== field.after)
}

function changedLists(before: Content, after: Content, names: ContentNames): readonly ListChange[] {
  const tags = diffSets(before.tags, after.tags)
  const links = diffSets(before.links, after.links)
  const lists: readonly ListChange[] = [
    { label: 'Tags', added: tags.added, removed: tags.removed },
    { label: 'Linked pages', added: links.added.map(names.page), removed: links.removed.map(names.page) },
  ]
  return lists.filter(list => list.added.length > 0 || list.removed.length > 0)
}

function compareBodies(earlier: string | undefined, after: string): BodyComparison {
  const before = earlier ?? ''
  const diff = diffBodies(before, after)
  const { identical, added, removed, endings } = diff
  return {
    identical,
    added,
    removed,
    counts: `Text: ${pluralise(added, 'line')} added, ${removed.toLocaleString('en-GB')} removed`,
    endings:
      endings === 0
        ? undefined
        : `The line endings of ${pluralise(endings, 'line')} changed, such as from CRLF to LF. You cannot see this on the page.`,
    html: identical ? undefined : diffHtml(diff, earlier === undefined),
    before,
    after,
  }
}
