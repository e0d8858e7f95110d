import unhomoglyph from 'unhomoglyph'
import { stripAccents } from '../platform/text.js'

/**
 * Reduces a text to what it looks like: Unicode's skeleton (UTS #39, section 4), without accents, invisible characters and
 * capitals. Texts that look alike have the same words.
 */
const looks = (text: string): string =>
  stripAccents(unhomoglyph(stripAccents(text.replace(/\p{Default_Ignorable_Code_Point}/gu, '')))).toLowerCase()

/** Splits what a text looks like into words, without punctuation. */
const words = (skeleton: string): string =>
  ` ${skeleton
    .replace(/['’‘ʼ.]/g, '')
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `

/**
 * Returns what `text` looks like as words between spaces: as it is written, and with small letters only, because capital and
 * small letters look like different ones.
 */
export const appearances = (text: string): readonly string[] => [
  ...new Set([words(looks(text)), words(looks(text.toLowerCase()))]),
]

/** Tells whether two texts look the same. */
export const looksLike = (appearancesOfOne: readonly string[], other: string): boolean =>
  appearances(other).some(appearance => appearancesOfOne.includes(appearance))

/** Tells whether words that look like `phrase` stand in a text. */
export const seemsToContain = (appearancesOfText: readonly string[], phrase: string): boolean =>
  appearances(phrase).some(part => part.trim() !== '' && appearancesOfText.some(text => text.includes(part)))
