import { LRUCache } from 'lru-cache'
import { stemmer } from 'stemmer'
import { MAX_CACHED_STEMS } from './limits.js'

/** A function that gives the stem of a word: `stemOf`, or a cache of it. */
export type Stemmer = (word: string) => string

/**
 * The stem of an English word in lower case, the same as SQLite's `porter` tokenizer gives it: `testing`, `tests` and
 * `tested` all become `test`. Any other text is returned as it is.
 */
export const stemOf: Stemmer = word => (/^[a-z]{3,40}$/.test(word) ? stemmer(word) : word)

/** `stemOf`, with the stems of recent words kept: titles and headings repeat the same words. */
export function cachedStemmer(): Stemmer {
  const stems = new LRUCache<string, string>({ max: MAX_CACHED_STEMS, memoMethod: stemOf })
  return word => stems.memo(word)
}
