/** Cuts `text` to at most `most` UTF-16 code units, never through a character. */
export const truncate = (text: string, most: number): string => text.slice(0, most).replace(/\p{Surrogate}$/u, '')

/**
 * Returns why `text` cannot be stored, or undefined. PostgreSQL has no NUL in text, and UTF-8 has no half surrogate pairs.
 * Everything else that people type is stored as it is.
 */
export function storageProblem(text: string): string | undefined {
  if (text.includes('\0')) return 'has a NUL character (code 0), which cannot be stored. Remove it'
  if (!text.isWellFormed()) return 'has half a character (a lone surrogate), which cannot be stored. Type it again'
  return undefined
}

/** Replaces all line endings with LF. Browsers send CRLF whatever was typed. */
export const normaliseLineEndings = (text: string): string => text.replace(/\r\n?/g, '\n')

/** Replaces each run of white space with one space, and removes it at the ends. */
export const collapseWhitespace = (text: string): string => text.replace(/[\t\n ]+/g, ' ').trim()

/** Counts characters about as a person does: in code points. */
export const characterCount = (text: string): number => {
  let pairs = 0
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xd800) pairs++
  return text.length - pairs
}

/** Cuts `text` to at most `most` code points, the last of them an ellipsis. */
export function truncateWithEllipsis(text: string, most: number): string {
  if (characterCount(text) <= most) return text
  return `${[...text.slice(0, most * 2)]
    .slice(0, most - 1)
    .join('')
    .trimEnd()}…`
}

/** A count with its noun: `3 pages`, `1 page`. */
export const pluralise = (n: number, singular: string, plural = `${singular}s`): string =>
  `${n.toLocaleString('en-GB')} ${n === 1 ? singular : plural}`

/** The key by which titles sort from A to Z, whatever their capitals and accents. */
export const sortKeyOf = (title: string): string =>
  truncate(
    title
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/^(the|a|an)\s+/, '')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim(),
    120,
  )

/** `text` with its first letter as a capital. */
export const capitalise = (text: string): string => text.replace(/^./u, letter => letter.toUpperCase())
