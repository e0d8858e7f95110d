import { ask, listOf, sql, type SqlTask } from './ask.js'
import { splitWords, type Query } from './query.js'
import { stripAccents, gramsOf, isSpellable } from './vocabulary.js'

/** Shorter words are not put right. */
const SHORTEST = 4

/** Letters that may be wrong in a word. */
const MOST_EDITS = 2

/**
 * How many letters must be put in, left out, changed or swapped with the next to make one word of the other; `most` + 1
 * when it is more than `most`.
 */
export function editsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      let edits = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + change)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, before[j - 2]! + 1)
      row.push(edits)
    }
    if (Math.min(...row) > most) return most + 1
    before = last
    last = row
  }
  return last[b.length]!
}

/** What was typed with each word that no page has (`known` are those that some have) put right, if there is a word near it; else undefined. */
export function* correction(query: Query, known: ReadonlyMap<string, number>): SqlTask<string | undefined> {
  const words = [...new Set([...query.words, ...query.phrases.flat()].filter(word => isSpellable(stripAccents(word))))]
  const right = new Map<string, string>()
  for (const word of words) {
    // Of so short a word nearly every other is near.
    if (known.has(stripAccents(word)) || word.length < SHORTEST) continue
    const best = yield* nearest(stripAccents(word))
    if (best !== undefined) right.set(word, best)
  }
  if (right.size === 0) return undefined
  let text = query.text
  for (const [wrong, instead] of right) text = replaceWord(text, wrong, instead)
  return text === query.text ? undefined : text
}

/** The word of the corpus that is nearest to this one in spelling: few edits, on many pages. The first letter is seldom wrong, so words with another one are looked at only where there are none with it. */
function* nearest(word: string): SqlTask<string | undefined> {
  return (yield* nearestFrom(word, word[0]!, `${word[0]!}\uffff`)) ?? (yield* nearestFrom(word, '', '\uffff'))
}

function* nearestFrom(word: string, first: string, last: string): SqlTask<string | undefined> {
  const most = word.length < 5 ? 1 : MOST_EDITS
  const lengths = Array.from({ length: 2 * most + 1 }, (_, at) => word.length - most + at)
  const rows = yield* ask<{ word: string; pages: number }>(
    sql(`select w.word, w.pages from (select word, count(*) as shared from search_gram where gram in`),
    listOf(gramsOf(word)),
    sql('and length in'),
    listOf(lengths),
    sql(
      `and word > ? and word < ? group by word order by shared desc, word limit 60) g join search_word w on w.word = g.word`,
      first,
      last,
    ),
  )
  const near = rows.map(row => ({ ...row, edits: editsBetween(word, row.word, most) })).filter(row => row.edits <= most)
  const worth = (row: { pages: number; edits: number }): number => Math.log2(1 + row.pages) - 4 * row.edits
  return near.sort((a, b) => worth(b) - worth(a) || (a.word < b.word ? -1 : 1))[0]?.word
}

/** `text` with each `wrong` that stands as a word of its own replaced, its capitals aside. */
function replaceWord(text: string, wrong: string, instead: string): string {
  const lower = text.toLowerCase()
  if (lower.length !== text.length) return text
  let made = ''
  let from = 0
  for (let at = lower.indexOf(wrong); at >= 0; at = lower.indexOf(wrong, at + wrong.length)) {
    const around = [lower[at - 1] ?? ' ', lower[at + wrong.length] ?? ' ']
    if (around.some(one => splitWords(one).length > 0)) continue
    made += text.slice(from, at) + instead
    from = at + wrong.length
  }
  return made + text.slice(from)
}
