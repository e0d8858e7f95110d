/** Cuts `text` to at most `maxLength` UTF-16 code units, without splitting a code point. For keys: see `truncateText`. */
export const truncate = (text: string, maxLength: number): string =>
  text.slice(0, maxLength).replace(/\p{Surrogate}$/u, '')

/**
 * Returns why `text` cannot be stored, or undefined. PostgreSQL does not allow NUL in text, and UTF-8 cannot encode half
 * a surrogate pair. All other text is stored unchanged.
 */
export function storageProblem(text: string): string | undefined {
  if (text.includes('\0')) return 'has a character that we cannot save. Delete it and type it again'
  if (!text.isWellFormed()) return 'has half a character, which we cannot save. Delete it and type it again'
  return undefined
}

/** Replaces all line endings with LF. Browsers always send CRLF. */
export const normaliseLineEndings = (text: string): string => text.replace(/\r\n?/g, '\n')

/** Replaces each run of white space with one space, and removes it at the ends. */
export const collapseWhitespace = (text: string): string => text.replace(/[\t\n ]+/g, ' ').trim()

/** Puts text on one line: replaces each run of white space and control characters with one space. Trims the ends. */
export const onOneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim()

/** Removes the accents from `text`. */
export const stripAccents = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '')

/** Counts characters as code points, which is close to how a person counts. */
export const characterCount = (text: string): number => {
  let surrogatePairs = 0
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xd800) surrogatePairs++
  return text.length - surrogatePairs
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Longer characters, in UTF-16 code units, are attacks: letters with hundreds of accents. They may be split. */
const MAX_WHOLE_CHARACTER = 64

/** Returns the start of what a reader sees as one character, which the code unit at `at` belongs to. */
export function characterStart(text: string, at: number): number {
  if (at <= 0 || at >= text.length) return Math.min(Math.max(at, 0), text.length)
  const from = Math.max(0, at - 2 * MAX_WHOLE_CHARACTER)
  const nearby = text.slice(from, at + MAX_WHOLE_CHARACTER)
  const start = from + (graphemes.segment(nearby).containing(at - from)?.index ?? 0)
  if (at - start <= MAX_WHOLE_CHARACTER) return start
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 ? at - 1 : at
}

/**
 * Cuts `text` to at most `maxLength` code points, and nowhere inside what a reader sees as one character, such as an emoji
 * that is joined from several.
 */
export function truncateText(text: string, maxLength: number): string {
  if (characterCount(text) <= maxLength) return text
  const cut = [...text.slice(0, maxLength * 2)].slice(0, maxLength).join('')
  const start = graphemes.segment(text.slice(0, cut.length + 2)).containing(cut.length)?.index ?? 0
  // A character that is longer than the whole limit is cut after all.
  return start === 0 ? cut : cut.slice(0, start)
}

/** Cuts `text` to at most `maxLength` code points, including the ellipsis that marks the cut. */
export const truncateWithEllipsis = (text: string, maxLength: number): string =>
  characterCount(text) <= maxLength ? text : `${truncateText(text, maxLength - 1).trimEnd()}…`

/** Formats a count with its noun: `3 pages`, `1 page`. */
export const pluralise = (n: number, singular: string, plural = `${singular}s`): string =>
  `${n.toLocaleString('en-GB')} ${n === 1 ? singular : plural}`

/** Maximum length of a sort key. The longest title fits. */
const MAX_SORT_KEY_LENGTH = 120

/** Returns the key that sorts titles from A to Z, ignoring case, accents and a leading article. */
export const titleKey = (title: string): string =>
  truncate(
    stripAccents(title)
      .toLowerCase()
      .replace(/^(the|a|an)\s+/, '')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim(),
    MAX_SORT_KEY_LENGTH,
  )

/** Makes the first letter of `text` a capital. */
export const capitalise = (text: string): string => text.replace(/^./u, letter => letter.toUpperCase())
