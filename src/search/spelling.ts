import type { RunSql } from '../platform/database/index.js'
import { stripAccents } from '../platform/text.js'
import { isKnown, wordsOf, type WordFrequencies } from './frequencies.js'
import { MAX_EDITS, MAX_SPELLING_CANDIDATES, MIN_CORRECTED_LENGTH, MIN_LENGTH_FOR_TWO_EDITS } from './limits.js'
import type { SearchQuery } from './query.js'
import { joinSql, listOf, sql } from './sql.js'
import type { Spellings } from './spellings.js'
import { stemOf } from './stem.js'
import { isSpellable, LAST_CHARACTER, trigramsOf } from './vocabulary.js'
import { splitWords } from './words.js'

/**
 * Corrects the text of a query: replaces each word that is on no page, in no spelling, with the likeliest word that is.
 * Returns undefined if there is nothing to correct.
 */
export async function correctSpelling(
  runSql: RunSql,
  query: SearchQuery,
  frequencies: WordFrequencies,
  spellings: Spellings,
): Promise<string | undefined> {
  let text = query.text
  for (const word of new Set(wordsOf(query))) {
    const plain = stripAccents(word)
    if (!isSpellable(plain) || isKnown(frequencies, word) || spellings.has(word) || word.length < MIN_CORRECTED_LENGTH)
      continue
    const nearest = await nearestWord(runSql, plain)
    // Another form of the same word finds the same pages.
    if (nearest !== undefined && stemOf(nearest) !== stemOf(plain)) text = replaceWord(text, word, nearest)
  }
  return text === query.text ? undefined : text
}

/** Finds the nearest word with the same first letter, which is rarely wrong, or otherwise any nearest word. */
async function nearestWord(runSql: RunSql, word: string): Promise<string | undefined> {
  const first = String.fromCodePoint(word.codePointAt(0)!)
  return (
    (await nearestBetween(runSql, word, first, first + LAST_CHARACTER)) ??
    nearestBetween(runSql, word, '', LAST_CHARACTER)
  )
}

/** Finds the likeliest word between `low` and `high` in sort order: few edits away, and on many pages. */
async function nearestBetween(runSql: RunSql, word: string, low: string, high: string): Promise<string | undefined> {
  const maxEdits = word.length < MIN_LENGTH_FOR_TWO_EDITS ? 1 : MAX_EDITS
  const lengths = Array.from({ length: 2 * maxEdits + 1 }, (_, index) => word.length - maxEdits + index)
  const rows = await runSql<{ word: string; pages: number }>(
    joinSql([
      sql('select w.word, w.pages from (select word, count(*) as shared from search_trigram where trigram in'),
      listOf(trigramsOf(word)),
      sql('and length in'),
      listOf(lengths),
      sql('and word > ? and word < ? group by word', low, high),
      sql(`order by shared desc, word limit ${MAX_SPELLING_CANDIDATES}) g`),
      sql('join search_word w on w.word = g.word'),
    ]),
  )
  const nearest = rows
    .map(row => ({ ...row, edits: editDistance(word, row.word, maxEdits) }))
    .filter(row => row.edits <= maxEdits)
  nearest.sort((a, b) => likelihood(b) - likelihood(a) || (a.word < b.word ? -1 : 1))
  return nearest[0]?.word
}

/** Ranks candidates. Being on 16 times as many pages makes up for one more edit. */
const likelihood = ({ pages, edits }: { readonly pages: number; readonly edits: number }): number =>
  Math.log2(1 + pages) - 4 * edits

/**
 * Counts the letters to insert, delete, change or swap with the next one to turn `a` into `b`: the optimal string alignment
 * distance. Returns `max` + 1 if it is more than `max`.
 */
export function editDistance(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      let edits = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + change)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (isSwap) edits = Math.min(edits, beforePrevious[j - 2]! + 1)
      row.push(edits)
    }
    if (Math.min(...row) > max) return max + 1
    beforePrevious = previous
    previous = row
  }
  return previous[b.length]!
}

/** Replaces each `word`, in any case, that is not part of a longer word. */
function replaceWord(text: string, word: string, replacement: string): string {
  const lower = text.toLowerCase()
  if (lower.length !== text.length) return text
  let replaced = ''
  let from = 0
  for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) {
    const neighbours = [lower[at - 1] ?? ' ', lower[at + word.length] ?? ' ']
    if (neighbours.some(character => splitWords(character).length > 0)) continue
    replaced += text.slice(from, at) + replacement
    from = at + word.length
  }
  return replaced + text.slice(from)
}
