import { characterStart, truncate } from '../platform/text.js'
import {
  COMPARED_SNIPPET_SHARE,
  MAX_CUT_SHIFT,
  MAX_OCCURRENCES,
  MAX_SNIPPET_SOURCE_LENGTH,
  MAX_SNIPPET_STARTS,
  SNIPPET_LEAD_LENGTH,
  SNIPPET_LENGTH,
} from './limits.js'

import { stemOf } from './stem.js'
import { plainWord } from './words.js'

/** Part of a snippet. `marked` if it is a word of the query. Plain text, which the view must escape. */
export interface SnippetSegment {
  readonly text: string
  readonly marked: boolean
}

/** A word, or two that mean something side by side, with a space or a hyphen between them. */
type MarkedTerm = readonly string[]

/**
 * Returns the passage of `text` with the most of `terms`, or the start of the text if it has none of them. Marks each word
 * in all its forms. Also marks longer words that begin with `prefix`, which is one of the words.
 */
export function snippetOf(text: string, terms: readonly MarkedTerm[], prefix?: string): readonly SnippetSegment[] {
  const occurrences = findTerms(text, terms, prefix)
  const first = bestStart(occurrences)?.start ?? 0
  const start = first < SNIPPET_LEAD_LENGTH ? 0 : afterDash(text, wordStartAfter(text, first - SNIPPET_LEAD_LENGTH))
  const end = start + SNIPPET_LENGTH >= text.length ? text.length : wordStartAfter(text, start + SNIPPET_LENGTH)
  const segments: SnippetSegment[] = []
  const add = (piece: string, marked: boolean): void => {
    if (piece !== '') segments.push({ text: piece, marked })
  }
  add(start > 0 ? '…' : '', false)
  let at = start
  for (const occurrence of occurrences) {
    if (occurrence.start < at || occurrence.end > end) continue
    add(text.slice(at, occurrence.start), false)
    add(text.slice(occurrence.start, occurrence.end), true)
    at = occurrence.end
  }
  const rest = text.slice(at, end)
  add(end < text.length ? `${rest.replace(/[ –.,:;]+$/, '')}…` : rest.trimEnd(), false)
  return segments
}

interface Occurrence {
  readonly start: number
  readonly end: number
  readonly word: string
}

/** Finds `terms`, in all their forms, in `text`. Returns their positions in order. */
function findTerms(text: string, terms: readonly MarkedTerm[], prefix: string | undefined): readonly Occurrence[] {
  const source = truncate(text, MAX_SNIPPET_SOURCE_LENGTH)
  const plain = withoutAccents(source)
  // If the lower case of a letter has a different length, all positions after it would be wrong.
  if (plain.length !== source.length) return []
  const different = new Map(terms.map(term => [term.join(' '), term]))
  return [...different.values()]
    .flatMap(([first = '', second]) => {
      if (plainWord(first) !== first) return acronymsIn(source, plainWord(first).toUpperCase())
      const word = withoutAccents(first)
      const occurrences = occurrencesOf(plain, word, second === undefined && prefix === first)
      return second === undefined ? occurrences : occurrences.flatMap(at => withNext(plain, at, withoutAccents(second)))
    })
    .sort((a, b) => a.start - b.start || b.end - a.end)
}

/** Finds an acronym, which is only one in capitals. */
const acronymsIn = (source: string, acronym: string): readonly Occurrence[] =>
  [...source.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${acronym}(?![\\p{L}\\p{N}])`, 'gu'))]
    .slice(0, MAX_OCCURRENCES)
    .map(({ index }) => ({ start: index, end: index + acronym.length, word: acronym }))

/** The occurrence together with the word `next` after it, if that is there. */
function withNext(text: string, { start, end, word }: Occurrence, next: string): readonly Occurrence[] {
  if (!' -‐‑'.includes(text[end] ?? '.')) return []
  let nextEnd = end + 1
  while (nextEnd < text.length && isLetter(text.charCodeAt(nextEnd))) nextEnd++
  const isNext = stemOf(text.slice(end + 1, nextEnd)) === stemOf(next)
  return isNext ? [{ start, end: nextEnd, word: `${word} ${next}` }] : []
}

function occurrencesOf(text: string, word: string, isPrefix: boolean): readonly Occurrence[] {
  const occurrences: Occurrence[] = []
  const stem = stemOf(word)
  const beginning = beginningOfForms(stem)
  let start = text.indexOf(beginning)
  for (let tries = 0; start >= 0 && tries < MAX_OCCURRENCES; tries++) {
    const isWordStart = start === 0 || !isLetter(text.charCodeAt(start - 1))
    if (isWordStart) {
      let end = start + beginning.length
      while (end < text.length && isLetter(text.charCodeAt(end))) end++
      const form = text.slice(start, end)
      if (form === word || stemOf(form) === stem || (isPrefix && form.startsWith(word)))
        occurrences.push({ start, end, word })
    }
    start = text.indexOf(beginning, start + 1)
  }
  return occurrences
}

/** Returns the start that all forms of a word share. Stemming can change the last letter: `policy` gives `polici`. */
function beginningOfForms(stem: string): string {
  if (stem.length > 3) return stem.slice(0, -1)
  return stem.length === 3 ? stem.slice(0, 2) : stem
}

/** Finds the start of the snippet with the most different words or, among equals, the most words. */
function bestStart(occurrences: readonly Occurrence[]): Occurrence | undefined {
  let best = occurrences[0]
  let bestValue = 0
  let to = 0
  for (const [from, first] of occurrences.slice(0, MAX_SNIPPET_STARTS).entries()) {
    while (to < occurrences.length && occurrences[to]!.end - first.start <= SNIPPET_LENGTH * COMPARED_SNIPPET_SHARE)
      to++
    const inside = occurrences.slice(from, to)
    const value = new Set(inside.map(({ word }) => word)).size * 10 + Math.min(9, inside.length)
    if (value > bestValue) {
      best = first
      bestValue = value
    }
  }
  return best
}

/** Converts to lower case and removes accents, letter by letter, so that positions stay the same. */
const withoutAccents = (text: string): string =>
  text.toLowerCase().replace(/[\u00c0-\u024f\u1e00-\u1eff]/g, letter => letter.normalize('NFD')[0]!)

/** Tells whether a code unit is a letter or digit: an ASCII one, or anything beyond ASCII except punctuation. */
const isLetter = (code: number): boolean =>
  (code > 96 && code < 123) ||
  (code > 47 && code < 58) ||
  (code > 64 && code < 91) ||
  (code > 0xbf && code < 0x2000) ||
  (code > 0x2dff && code < 0xff00)

/** Skips the dash that sets a heading off, which means nothing without its heading. */
const afterDash = (text: string, at: number): number => (text.startsWith('– ', at) ? at + 2 : at)

/** Finds the next start of a word from `at`, if it is near. Never splits a character. */
function wordStartAfter(text: string, at: number): number {
  const space = text.indexOf(' ', at)
  if (space >= 0 && space - at < MAX_CUT_SHIFT) return space + 1
  return characterStart(text, at)
}
