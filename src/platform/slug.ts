import { slug } from 'github-slugger'
import { truncate } from './text.js'

/** Maximum length of a slug, in characters. The longest title fits. */
const MAX_SLUG_LENGTH = 120

/** Makes a title the last part of a URL, as GitHub does for headings. May be empty. */
export const slugOf = (title: string): string => truncate(slug(title), MAX_SLUG_LENGTH)
