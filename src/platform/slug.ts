import { slug } from 'github-slugger'
import { cutAt } from './text.js'

/** Longest slug, in characters; a title of 120 fits. */
const LONGEST_SLUG = 120

/** A title as the last part of an address: the slug GitHub gives a heading. May be empty. */
export const slugOf = (title: string): string => cutAt(slug(title), LONGEST_SLUG)
