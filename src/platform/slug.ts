import { slug } from 'github-slugger'
import { truncate } from './text.js'

/** Maximum length of a slug, in characters. The longest title fits. */
const MAX_SLUG_LENGTH = 120

/**
 * Makes a title the last part of a URL, as GitHub does for headings. May be empty. Titles that look the same get the same
 * slug: composed or decomposed letters, full-width ones, invisible characters and all kinds of spaces make no difference.
 */
export const slugOf = (title: string): string =>
  truncate(slug(withPlainSpaces(withoutInvisible(title)).normalize('NFKC')), MAX_SLUG_LENGTH)

const withoutInvisible = (title: string): string => title.replace(/\p{Default_Ignorable_Code_Point}/gu, '')

/** A run of white space with any character but a space counts as one space. */
const withPlainSpaces = (title: string): string => title.replace(/\s+/g, run => (/^ +$/.test(run) ? run : ' '))

/**
 * Every slug that may be meant by `slug` in an address: itself, what a page with this title gets, and both with decomposed
 * letters, as pages of before may have them.
 */
export function spellingsOfSlug(slug: string): readonly string[] {
  const usual = slugOf(slug.trim())
  return [...new Set([slug, usual, slug.normalize('NFD'), usual.normalize('NFD')])].filter(spelling => spelling !== '')
}
