import { sha256 } from '../platform/ids.js'
import type { ContentColumns } from '../platform/database/index.js'

/** Everything a page says in one revision. */
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

// The most characters of each text, and the most items of each list.
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

/** Content as the columns of `page`, `revision` and `suggestion_version`. */
export const contentColumns = (content: Content): ContentColumns => ({
  title: content.title,
  summary: content.summary,
  theme: content.theme,
  tags: JSON.stringify(content.tags),
  links: JSON.stringify(content.links),
  body: content.body,
  hash: contentHash(content),
})

/** Reverses `contentColumns`. */
export const contentFromRow = (row: Omit<ContentColumns, 'hash'>): Content => ({
  title: row.title,
  summary: row.summary,
  theme: row.theme,
  tags: JSON.parse(row.tags) as string[],
  links: JSON.parse(row.links) as string[],
  body: row.body,
})

/** Whether two contents have the same hash. */
export const isSameContent = (a: Content, b: Content): boolean => canonicalJson(a) === canonicalJson(b)

/**
 * Lower-cases a tag, collapses its white space, and gives it plain apostrophes and hyphens and no invisible characters, so
 * that a tag has one spelling. Undefined for an empty tag, and for one with anything but letters, digits, spaces and the
 * signs in names such as `C++`, `C#`, `.NET`, `R&D`, `TCP/IP` and `O'Neil`.
 */
export function normaliseTag(typed: string): string | undefined {
  const tag = typed
    .normalize('NFC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replace(/['’‘ʼ′´＇]/g, "'")
    .replace(/[‐‑]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
  return /^\.?[\p{L}\p{N}][\p{L}\p{M}\p{N} .+#&'/-]*$/u.test(tag) ? tag : undefined
}
