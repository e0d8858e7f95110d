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

export const MAX_TITLE_LENGTH = 120
export const MAX_SUMMARY_LENGTH = 240
export const MAX_BODY_LENGTH = 100_000
export const MAX_TAGS = 8
export const MAX_TAG_LENGTH = 40
export const MAX_LINKS = 50

/** Fields in a fixed order, so that the same content always has the same text and hash. */
const canonicalJson = ({ title, summary, theme, tags, links, body }: Content): string =>
  JSON.stringify({ title, summary, theme, tags, links, body })

/** SHA-256 of the content's canonical form, in hexadecimal: what a moderator approves, and what `check` compares. */
export const contentHash = (content: Content): string => sha256(canonicalJson(content))

export const contentColumns = (content: Content): ContentColumns => ({
  title: content.title,
  summary: content.summary,
  theme: content.theme,
  tags: JSON.stringify(content.tags),
  links: JSON.stringify(content.links),
  body: content.body,
  hash: contentHash(content),
})

export const contentFromRow = (row: Omit<ContentColumns, 'hash'>): Content => ({
  title: row.title,
  summary: row.summary,
  theme: row.theme,
  tags: JSON.parse(row.tags) as string[],
  links: JSON.parse(row.links) as string[],
  body: row.body,
})

export const isSameContent = (a: Content, b: Content): boolean => canonicalJson(a) === canonicalJson(b)

/**
 * A tag in its one form: lower case, its words with single spaces between. Undefined when nothing of it remains or it
 * holds other than letters, digits, spaces, hyphens and dots.
 */
export function normaliseTag(typed: string): string | undefined {
  const tag = typed.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim()
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .-]*$/u.test(tag) ? tag : undefined
}
