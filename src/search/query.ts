import { MAX_QUERY_LENGTH, MAX_QUERY_WORDS } from './limits.js'

/** What a search can be narrowed to, by the names that people type. */
const filterNames = ['theme', 'tag', 'organisation', 'kind', 'status', 'organisation-kind'] as const
type FilterName = (typeof filterNames)[number]

/** A query as it is understood. Words are in lower case and hold only letters, digits and their marks. */
export interface SearchQuery {
  /** Words that should match, each once, in the order typed. Stop words are left out where there are others. */
  readonly words: readonly string[]
  /** Words that must be side by side. */
  readonly phrases: readonly (readonly string[])[]
  /** Words, or words side by side, that must not be in a page. */
  readonly excluded: readonly (readonly string[])[]
  /** Values as they were typed, in lower case. */
  readonly filters: Readonly<Record<FilterName, readonly string[]>>
  /** What was typed without the filters, on one line. */
  readonly text: string
  /** Whether more was typed than is read. */
  readonly isTruncated: boolean
}

/** Words that are in nearly every text, so that they do not tell one page from another. */
export const stopWords: ReadonlySet<string> = new Set(
  `a an and are as at be but by can cannot do does for from has have how i if in is it its me my no not of on or our so
   that the their them they this to us was we what when where which who why will with you your`.split(/\s+/),
)

/** The words of a text, in order and in lower case, as the index holds them. None can be read as an operator. */
export const splitWords = (text: string): readonly string[] =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/(?<=\p{L})['’](?:s|t|d|m|re|ve|ll)(?![\p{L}\p{N}])/gu, '')
    .match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? []

/** `words` without stop words, unless there are no others. */
const withoutStopWords = (words: readonly string[]): readonly string[] => {
  const rest = words.filter(word => !stopWords.has(word))
  return rest.length > 0 ? rest : words
}

const onOneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim()

/** The whole words in the first `max` code units; where no word ends there, the first `max` code units. */
function truncateAtWord(text: string, max: number): string {
  if (text.length <= max) return text
  const wholeWords = /^[\s\S]*(?=\s)/.exec(text.slice(0, max + 1))?.[0]
  return wholeWords ?? text.slice(0, max).replace(/\p{Surrogate}$/u, '')
}

/**
 * A filter, or something in quotes, or a run of other characters; a quote that is never closed stands alone. The groups
 * are the minus, the filter's name, its value in quotes or without, and the phrase.
 */
const piecePattern = /(-?)(?:([a-z-]+):(?:"([^"]*)"|([^\s"]+))|"([^"]*)"|[^\s"]+|")/giu

/**
 * Reads what a person typed: words, "words side by side", -excluded, and filters such as `theme:security` or
 * `organisation:"Leeds City Council"`. Nothing is an error: what is none of these is read as words, or ignored.
 */
export function parseQuery(typed: string): SearchQuery {
  const read = onOneLine(truncateAtWord(typed.trim(), MAX_QUERY_LENGTH).toWellFormed())
  const budget = wordBudget()
  const words: string[] = []
  const phrases: (readonly string[])[] = []
  const excluded: (readonly string[])[] = []
  const filters = Object.fromEntries(filterNames.map(name => [name, [] as string[]])) as Record<FilterName, string[]>
  const withoutFilters: string[] = []
  for (const [piece, minus, name, quotedValue, bareValue, quoted] of read.matchAll(piecePattern)) {
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
    else words.push(...pieceWords)
  }
  const taken = budget.take(withoutStopWords([...new Set(words)]))
  const isOnlyStopWords = taken.every(word => stopWords.has(word))
  return {
    words: phrases.length > 0 && isOnlyStopWords ? [] : taken,
    phrases: phrases.filter(phrase => phrase.length > 0),
    excluded: excluded.filter(phrase => phrase.length > 0),
    filters,
    text: onOneLine(withoutFilters.join(' ')),
    isTruncated: typed.trim().length > MAX_QUERY_LENGTH || budget.isExceeded(),
  }
}

/** Counts the words that a query may still have. */
function wordBudget(): {
  /** As many of `words` as there is room for. */
  take(words: readonly string[]): readonly string[]
  isExceeded(): boolean
} {
  let room = MAX_QUERY_WORDS
  let isExceeded = false
  return {
    take(words) {
      if (words.length > room) isExceeded = true
      const taken = words.slice(0, room)
      room -= taken.length
      return taken
    },
    isExceeded: () => isExceeded,
  }
}
