import { stemOf } from './stem.js'

/** A part of a text, and whether it is what was searched for. Plain text: whoever shows it escapes it. */
export interface SnippetSegment {
  readonly text: string
  readonly marked: boolean
}

/** About this many characters of a text are shown. */
const SNIPPET_LENGTH = 200

/** How much of a text is looked through. */
const LOOKED_THROUGH = 40_000

/** The accents taken off, letter for letter, so that places in it are places in the text. */
const sameLength = (text: string): string =>
  text.toLowerCase().replace(/[\u00c0-\u024f\u1e00-\u1eff]/g, letter => letter.normalize('NFD')[0]!)

interface WordMatch {
  readonly at: number
  readonly end: number
  readonly word: string
}

/** Where `words` stand in `text`, in any form of theirs, in order of place; at most some hundred of each. */
function findWords(text: string, words: readonly string[], prefix: string | undefined): readonly WordMatch[] {
  const plain = sameLength(text.slice(0, LOOKED_THROUGH))
  if (plain.length !== Math.min(text.length, LOOKED_THROUGH)) return []
  const found: WordMatch[] = []
  for (const word of new Set(words.map(sameLength))) {
    const stem = stemOf(word)
    // The stem may change its last letter, as in `policy` and `polici`; what stands before that is in every form.
    const start = stem.length > 3 ? stem.slice(0, -1) : stem.length === 3 ? stem.slice(0, 2) : stem
    for (let at = plain.indexOf(start), times = 0; at >= 0 && times < 200; at = plain.indexOf(start, at + 1), times++) {
      if (at > 0 && isLetter(plain.charCodeAt(at - 1))) continue
      let end = at + start.length
      while (end < plain.length && isLetter(plain.charCodeAt(end))) end++
      const here = plain.slice(at, end)
      if (here === word || stemOf(here) === stem || (prefix === word && here.startsWith(word)))
        found.push({ at, end, word })
    }
  }
  return found.sort((a, b) => a.at - b.at)
}

/** Letters and digits of ASCII and everything beyond it but punctuation. */
const isLetter = (code: number): boolean =>
  (code > 96 && code < 123) ||
  (code > 47 && code < 58) ||
  (code > 64 && code < 91) ||
  (code > 0xbf && code < 0x2000) ||
  (code > 0x2dff && code < 0xff00)

/**
 * The part of `text` that holds most of `words`, with each of them marked; `prefix`, if it is one of them, also where a
 * word begins with it. Where none of them occurs, its beginning.
 */
export function snippetOf(text: string, words: readonly string[], prefix?: string): readonly SnippetSegment[] {
  const found = findWords(text, words, prefix)
  let best = 0
  let most = 0
  for (let from = 0, to = 0; from < found.length && from < 400; from++) {
    while (to < found.length && found[to]!.end - found[from]!.at <= SNIPPET_LENGTH * 0.75) to++
    const inside = found.slice(from, to)
    const worth = new Set(inside.map(one => one.word)).size * 10 + Math.min(9, inside.length)
    if (worth > most) [best, most] = [from, worth]
  }
  const first = found[best]?.at ?? 0
  const from = first < 40 ? 0 : wordStart(text, first - 40)
  const to = from + SNIPPET_LENGTH >= text.length ? text.length : wordStart(text, from + SNIPPET_LENGTH)
  const segments: SnippetSegment[] = from > 0 ? [{ text: '…', marked: false }] : []
  let at = from
  for (const one of found) {
    if (one.at < at || one.end > to) continue
    if (one.at > at) segments.push({ text: text.slice(at, one.at), marked: false })
    segments.push({ text: text.slice(one.at, one.end), marked: true })
    at = one.end
  }
  const rest = `${text.slice(at, to).trimEnd()}${to < text.length ? '…' : ''}`
  return rest === '' ? segments : [...segments, { text: rest, marked: false }]
}

/** The next place after `at` where a word begins, if it is near. */
function wordStart(text: string, at: number): number {
  const space = text.indexOf(' ', at)
  if (space >= 0 && space - at < 40) return space + 1
  // Never between the halves of a character.
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 ? at + 1 : at
}
