import { isSameContent, type Content } from '../pages/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { pluralise } from '../platform/text.js'
import { diffHtml } from './diff-html.js'
import { diffBodies, diffSets } from './diff.js'

export interface Comparison {
  readonly identical: boolean
  /** Whether the first change in the text is worth a link: on a page that is new, all of it is changed. */
  readonly toFirstChange: boolean
  /** The one-line fields that differ. */
  readonly lines: readonly {
    readonly field: 'Title' | 'Summary' | 'Theme'
    readonly before: string
    readonly after: string
  }[]
  /** Tags and links that came or went. */
  readonly lists: readonly {
    readonly field: 'Tags' | 'Linked pages'
    readonly added: readonly string[]
    readonly removed: readonly string[]
  }[]
  readonly body: {
    readonly identical: boolean
    /** Lines added and removed. */
    readonly added: number
    readonly removed: number
    /** The same in words: `Text: 3 lines added, 1 removed`. */
    readonly counts: string
    /** The changes; undefined when there are too many lines to show, and both texts are shown whole. */
    readonly html: SafeHtml | undefined
    readonly before: string
    readonly after: string
  }
}

/** Names for what content holds as slugs and ids. */
export interface Names {
  readonly theme: (slug: string) => string
  readonly page: (id: string) => string
}

/** What differs between two contents, field by field; themes and linked pages by name. A page that is new is compared with nothing. */
export function compareContents(before: Content | undefined, after: Content, names: Names): Comparison {
  const from: Content = before ?? { title: '', summary: '', theme: '', tags: [], links: [], body: '' }
  const lines = (
    [
      ['Title', from.title, after.title],
      ['Summary', from.summary, after.summary],
      ['Theme', from.theme && names.theme(from.theme), names.theme(after.theme)],
    ] as const
  )
    .filter(([, old, now]) => old !== now)
    .map(([field, old, now]) => ({ field, before: old, after: now }))
  const lists = (
    [
      ['Tags', from.tags, after.tags, (tag: string) => tag],
      ['Linked pages', from.links, after.links, names.page],
    ] as const
  ).flatMap(([field, old, now, name]) => {
    const { added, removed } = diffSets(old, now)
    return added.length + removed.length === 0 ? [] : [{ field, added: added.map(name), removed: removed.map(name) }]
  })
  const diff = diffBodies(from.body, after.body)
  const { identical, added, removed } = diff
  const html = identical ? undefined : diffHtml(diff)
  return {
    identical: before !== undefined && isSameContent(before, after),
    lines,
    lists,
    toFirstChange: html !== undefined && before !== undefined,
    body: { identical, added, removed, counts: lineCounts(added, removed), html, before: from.body, after: after.body },
  }
}

const lineCounts = (added: number, removed: number): string =>
  `Text: ${pluralise(added, 'line')} added, ${removed.toLocaleString('en-GB')} removed`
