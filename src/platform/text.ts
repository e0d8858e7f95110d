/** The first `most` code units, and never half a character. */
export const truncate = (text: string, most: number): string => text.slice(0, most).replace(/\p{Surrogate}$/u, '')

/**
 * Why `text` cannot be stored, or undefined. PostgreSQL has no NUL in text, and half a surrogate pair is no character
 * in UTF-8; all else a person types is kept as it is.
 */
export function storageProblem(text: string): string | undefined {
  if (text.includes('\0')) return 'has a NUL character (code 0), which cannot be stored. Remove it'
  if (!text.isWellFormed()) return 'has half of a character (a lone surrogate), which cannot be stored. Type it again'
  return undefined
}

/** Browsers send line ends as CRLF whatever was typed; the text itself has LF. */
export const normaliseLineEndings = (text: string): string => text.replace(/\r\n?/g, '\n')

/** One line of what was typed, as it is kept: runs of white space are one space, and none at the ends. */
export const collapseWhitespace = (text: string): string => text.replace(/[\t\n ]+/g, ' ').trim()

/** The number of characters as a person counts them, near enough: code points. */
export const characterCount = (text: string): number => {
  let pairs = 0
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xd800) pairs++
  return text.length - pairs
}

/** At most `most` code points of `text`, an ellipsis last where it was cut. */
export function truncateWithEllipsis(text: string, most: number): string {
  if (characterCount(text) <= most) return text
  return `${[...text.slice(0, most * 2)]
    .slice(0, most - 1)
    .join('')
    .trimEnd()}…`
}

/** `3 pages`, `1 page`. */
export const pluralise = (n: number, singular: string, plural = `${singular}s`): string =>
  `${n.toLocaleString('en-GB')} ${n === 1 ? singular : plural}`

/** A key that puts titles in A to Z order whatever their capitals and accents. */
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
