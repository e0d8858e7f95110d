import { characterStart, onOneLine } from '../platform/text.js'
import { MAX_QUERY_LENGTH, MAX_QUERY_WORDS } from './limits.js'
import { compoundsIn, splitWords } from './words.js'

/** The filters of a search, by the names that people enter. */
const filterNames = ['theme', 'tag', 'organisation', 'kind', 'status', 'organisation-kind'] as const
type FilterName = (typeof filterNames)[number]

/** A parsed query. Words are in lower case and consist only of letters, digits and combining marks. */
export interface SearchQuery {
  /** Words to match, each once, in the order entered. Has no stop words, unless there are no other words. */
  readonly words: readonly string[]
  /** Neighbours in the query that may be one word, such as `help desk`. A word may be a stop word. */
  readonly pairs: readonly (readonly [string, string])[]
  /** Phrases to match: words side by side. */
  readonly phrases: readonly (readonly string[])[]
  /** Words or phrases that a page must not have. */
  readonly excluded: readonly (readonly string[])[]
  /** Values in lower case. */
  readonly filters: Readonly<Record<FilterName, readonly string[]>>
  /** The input without the filters, on one line. */
  readonly text: string
  /** Whether the query was too long, so that part of it was ignored. */
  readonly isTruncated: boolean
}

/** Words in nearly every text, which cannot tell pages apart. */
export const stopWords: ReadonlySet<string> = new Set(
  `a an and are as at be but by can cannot do does for from has have how i if in is it its me my no not of on or our so
   that the their them they this to us was we what when where which who why will with you your`.split(/\s+/),
)

/** Removes stop words, unless there are no other words. */
export const withoutStopWords = (words: readonly string[]): readonly string[] => {
  const rest = words.filter(word => !stopWords.has(word))
  return rest.length > 0 ? rest : words
}

/** Cuts text to at most `max` code units, after a whole word if possible. */
function truncateAtWord(text: string, max: number): string {
  if (text.length <= max) return text
  const wholeWords = /^[\s\S]*(?=\s)/.exec(text.slice(0, max + 1))?.[0]
  return wholeWords ?? text.slice(0, characterStart(text, max))
}

/**
 * Matches a filter, a phrase in quotes, a run of other characters, or a quote that is never closed. The groups are the
 * minus sign, the filter's name, its quoted or bare value, and the phrase.
 */
const piecePattern = /(-?)(?:([a-z-]+):(?:"([^"]*)"|([^\s"]+))|"([^"]*)"|[^\s"]+|")/giu

/**
 * Parses a query: words, "a phrase", -excluded, and filters such as `theme:security` or
 * `organisation:"Leeds City Council"`. Never fails: treats anything else as words, or ignores it.
 */
export function parseQuery(input: string): SearchQuery {
  const text = onOneLine(truncateAtWord(input.trim(), MAX_QUERY_LENGTH).toWellFormed()).replace(/[“”„‟«»＂]/g, '"')
  const budget = wordBudget()
  const words: string[] = []
  const pairs: (readonly [string, string])[] = []
  const phrases: (readonly string[])[] = []
  const excluded: (readonly string[])[] = []
  const filters = Object.fromEntries(filterNames.map(name => [name, [] as string[]])) as Record<FilterName, string[]>
  const withoutFilters: string[] = []
  for (const [piece, minus, name, quotedValue, bareValue, quoted] of text.matchAll(piecePattern)) {
    const filter = filterNames.find(candidate => candidate === name?.toLowerCase())
    const value = onOneLine((quotedValue ?? bareValue ?? '').toLowerCase())
    if (filter && value !== '' && minus === '') {
      const isNew = !filters[filter].includes(value)
      if (isNew && filters[filter].length < MAX_QUERY_WORDS) filters[filter].push(value)
      continue
    }
    withoutFilters.push(piece)
    const pieceWords = splitWords(piece)
    if (pieceWords.length === 0) continue
    if (minus !== '') excluded.push(budget.take(pieceWords))
    else if (quoted !== undefined) phrases.push(budget.take(pieceWords))
    else {
      const ownWords = withCompounds(piece, pieceWords)
      const sequence = [...words.slice(-1), ...ownWords]
      sequence.slice(1).forEach((word, index) => pairs.push([sequence[index]!, word]))
      words.push(...ownWords)
    }
  }
  const taken = budget.take(withoutStopWords([...new Set(words)]))
  const isOnlyStopWords = taken.every(word => stopWords.has(word))
  return {
    words: phrases.length > 0 && isOnlyStopWords ? [] : taken,
    pairs: pairs.filter(pair => pair.some(word => taken.includes(word))).slice(0, MAX_QUERY_WORDS),
    phrases: phrases.filter(phrase => phrase.length > 0),
    excluded: excluded.filter(phrase => phrase.length > 0),
    filters,
    text: onOneLine(withoutFilters.join(' ')),
    isTruncated: input.trim().length > MAX_QUERY_LENGTH || budget.isExceeded(),
  }
}

/** Joins a hyphenated word if one of its parts says nothing by itself: `e-mail` becomes `email`, `log-in` becomes `login`. */
function withCompounds(piece: string, pieceWords: readonly string[]): readonly string[] {
  const [compound, ...others] = compoundsIn(piece)
  const isOnlyWord = others.length === 0 && compound?.parts.length === pieceWords.length
  const isSplit = compound?.parts.some(part => [...part].length === 1 || stopWords.has(part)) === true
  return isOnlyWord && isSplit ? [compound.joined] : pieceWords
}

/** Limits the number of words of a query. */
function wordBudget(): {
  /** Returns as many of `words` as the limit still allows. */
  take(words: readonly string[]): readonly string[]
  isExceeded(): boolean
} {
  let remaining = MAX_QUERY_WORDS
  let isExceeded = false
  return {
    take(words) {
      if (words.length > remaining) isExceeded = true
      const taken = words.slice(0, remaining)
      remaining -= taken.length
      return taken
    },
    isExceeded: () => isExceeded,
  }
}
