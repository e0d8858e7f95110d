import { sha256 } from '../platform/ids.js'
import type { ContentColumns } from '../platform/database/index.js'

/** The whole of what a page says at one time. */
export interface Content {
  readonly title: string
  readonly summary: string
  /** A theme's slug. */
  readonly theme: string
  readonly tags: readonly string[]
  /** The ids of the pages it is linked to. */
  readonly links: readonly string[]
  /** Markdown. */
  readonly body: string
}

export const LONGEST_TITLE = 120
export const LONGEST_SUMMARY = 240
export const LONGEST_BODY = 100_000
export const MOST_TAGS = 8
export const LONGEST_TAG = 40
export const MOST_LINKS = 50

/** Fields in a fixed order, so that the same content always has the same text and hash. */
const canonical = ({ title, summary, theme, tags, links, body }: Content): string =>
  JSON.stringify({ title, summary, theme, tags, links, body })

/** SHA-256 of the content's canonical form, in hexadecimal: what a moderator approves, and what `check` compares. */
export const hashOf = (content: Content): string => sha256(canonical(content))

export const contentColumns = (content: Content): ContentColumns => ({
  title: content.title,
  summary: content.summary,
  theme: content.theme,
  tags: JSON.stringify(content.tags),
  links: JSON.stringify(content.links),
  body: content.body,
  hash: hashOf(content),
})

export const contentFrom = (row: Omit<ContentColumns, 'hash'>): Content => ({
  title: row.title,
  summary: row.summary,
  theme: row.theme,
  tags: JSON.parse(row.tags) as string[],
  links: JSON.parse(row.links) as string[],
  body: row.body,
})

export const sameContent = (a: Content, b: Content): boolean => canonical(a) === canonical(b)

/**
 * A tag in its one form: lower case, its words with single spaces between. Undefined when nothing of it remains or it
 * holds other than letters, digits, spaces, hyphens and dots.
 */
export function normalisedTag(typed: string): string | undefined {
  const tag = typed.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim()
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .-]*$/u.test(tag) ? tag : undefined
}
