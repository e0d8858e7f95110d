import { LRUCache } from 'lru-cache'
import { MAX_CACHED_STEMS } from './limits.js'

/** The steps 2 and 3 of the algorithm: an ending, and what stands in its place where the stem before it has a measure above 0. */
const longEndings: readonly (readonly (readonly [string, string])[])[] = [
  [
    ['ational', 'ate'],
    ['tional', 'tion'],
    ['enci', 'ence'],
    ['anci', 'ance'],
    ['izer', 'ize'],
    ['logi', 'log'],
    ['bli', 'ble'],
    ['alli', 'al'],
    ['entli', 'ent'],
    ['eli', 'e'],
    ['ousli', 'ous'],
    ['ization', 'ize'],
    ['ation', 'ate'],
    ['ator', 'ate'],
    ['alism', 'al'],
    ['iveness', 'ive'],
    ['fulness', 'ful'],
    ['ousness', 'ous'],
    ['aliti', 'al'],
    ['iviti', 'ive'],
    ['biliti', 'ble'],
  ],
  [
    ['icate', 'ic'],
    ['ative', ''],
    ['alize', 'al'],
    ['iciti', 'ic'],
    ['ical', 'ic'],
    ['ful', ''],
    ['ness', ''],
  ],
]

const lastEndings = [
  'al',
  'ance',
  'ence',
  'er',
  'ic',
  'able',
  'ible',
  'ant',
  'ement',
  'ment',
  'ent',
  'ion',
  'ou',
  'ism',
  'ate',
  'iti',
  'ous',
  'ive',
  'ize',
].sort((a, b) => b.length - a.length)

/** `c` or `v` a letter: y is a vowel after a consonant. */
function shapeOf(word: string): string {
  let shape = ''
  for (const letter of word) shape += 'aeiou'.includes(letter) || (letter === 'y' && shape.endsWith('c')) ? 'v' : 'c'
  return shape
}

const measureOf = (stem: string): number => shapeOf(stem).match(/v+c+/g)?.length ?? 0
const hasVowel = (stem: string): boolean => shapeOf(stem).includes('v')
const endsDouble = (stem: string): boolean =>
  stem.length > 1 && stem.at(-1) === stem.at(-2) && shapeOf(stem).endsWith('c')
const endsShort = (stem: string): boolean => shapeOf(stem).endsWith('cvc') && !/[wxy]$/.test(stem)

/**
 * The stem that SQLite's `porter` tokenizer gives an English word in lower case: `testing`, `tests` and `tested` are
 * all `test`. For marking in a text what the index found. (M. F. Porter, An algorithm for suffix stripping, 1980.)
 */
export function stemOf(word: string): string {
  if (!/^[a-z]{3,40}$/.test(word)) return word
  let stem = word
  const without = (ending: string): string => stem.slice(0, stem.length - ending.length)
  if (/(ss|i)es$/.test(stem)) stem = stem.slice(0, -2)
  else if (/[^s]s$/.test(stem)) stem = stem.slice(0, -1)
  if (stem.endsWith('eed')) {
    if (measureOf(without('eed')) > 0) stem = stem.slice(0, -1)
  } else {
    const ending = ['ed', 'ing'].find(one => stem.endsWith(one) && hasVowel(without(one)))
    if (ending !== undefined) {
      stem = without(ending)
      if (/(at|bl|iz)$/.test(stem)) stem += 'e'
      else if (endsDouble(stem) && !/[lsz]$/.test(stem)) stem = stem.slice(0, -1)
      else if (measureOf(stem) === 1 && endsShort(stem)) stem += 'e'
    }
  }
  if (stem.endsWith('y') && hasVowel(stem.slice(0, -1))) stem = `${stem.slice(0, -1)}i`
  for (const endings of longEndings) {
    const found = endings.find(([ending]) => stem.endsWith(ending))
    if (found && measureOf(without(found[0])) > 0) stem = without(found[0]) + found[1]
  }
  const last = lastEndings.find(one => stem.endsWith(one))
  if (last !== undefined && measureOf(without(last)) > 1 && (last !== 'ion' || /[st]$/.test(without(last))))
    stem = without(last)
  if (stem.endsWith('e')) {
    const rest = stem.slice(0, -1)
    if (measureOf(rest) > 1 || (measureOf(rest) === 1 && !endsShort(rest))) stem = rest
  }
  if (stem.endsWith('ll') && measureOf(stem) > 1) stem = stem.slice(0, -1)
  return stem
}

/** A function that gives the stem of a word: `stemOf`, or a cache of it. */
export type Stemmer = (word: string) => string

/** `stemOf`, with the stems of recent words kept: titles and headings repeat the same words. */
export function cachedStemmer(): Stemmer {
  const stems = new LRUCache<string, string>({ max: MAX_CACHED_STEMS, memoMethod: stemOf })
  return word => stems.memo(word)
}
