import { slug } from 'github-slugger'
import { truncate } from './text.js'

/** Longest slug, in characters; a title of 120 fits. */
const LONGEST_SLUG = 120

/** A title as the last part of an address: the slug GitHub gives a heading. May be empty. */
export const slugOf = (title: string): string => truncate(slug(title), LONGEST_SLUG)
