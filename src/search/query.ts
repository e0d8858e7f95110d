/** Of a query, this many characters are read. */
export const MAX_QUERY_LENGTH = 500

/** Words in a query beyond this many are passed over. */
export const MAX_QUERY_WORDS = 24

/** What a search can be narrowed to, by the names that people type. */
export const filterNames = ['theme', 'tag', 'organisation', 'kind', 'status', 'organisation-kind'] as const
export type FilterName = (typeof filterNames)[number]

/** What was typed, as it is understood. Every word is in lower case and holds nothing but letters, digits and their marks. */
export interface Query {
  /** Words that should match, each once, in the order typed; the common ones are left out where there are others. */
  readonly words: readonly string[]
  /** Words that must stand side by side. */
  readonly phrases: readonly (readonly string[])[]
  /** Words, or words side by side, that must not occur. */
  readonly without: readonly (readonly string[])[]
  /** Values as they were typed, in lower case. */
  readonly filters: Readonly<Record<FilterName, readonly string[]>>
  /** What was typed without the filters, on one line. */
  readonly text: string
  /** Whether it was longer than what is read: the rest was passed over. */
  readonly cut: boolean
}

/** Words that are in nearly every text, and so tell nothing of what is meant. */
export const stopWords: ReadonlySet<string> = new Set(
  'a an and are as at be but by can cannot do does for from has have how i if in is it its me my no not of on or our so that the their them they this to us was we what when where which who why will with you your'.split(
    ' ',
  ),
)

export const isStopWord = (word: string): boolean => stopWords.has(word)

/** The words of a text, in order: what the index holds, so that none can be read as an operator by any database. */
export const splitWords = (text: string): readonly string[] =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/(?<=\p{L})['’](?:s|t|d|m|re|ve|ll)(?![\p{L}\p{N}])/gu, '')
    .match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? []

/** `words` without the common ones, unless there are no others. */
const withoutStopWords = (words: readonly string[]): readonly string[] => {
  const rest = words.filter(word => !stopWords.has(word))
  return rest.length > 0 ? rest : words
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim()

/** As many whole words as there are in the first `most` code units, or those if there is no end of a word. */
const truncateAtWord = (text: string, most: number): string =>
  text.length <= most
    ? text
    : (/^[\s\S]*(?=\s)/.exec(text.slice(0, most + 1))?.[0] ?? text.slice(0, most).replace(/\p{Surrogate}$/u, ''))

/**
 * Reads what a person typed: words, "words side by side", -without, and filters such as `theme:security` or
 * `organisation:"Leeds City Council"`. There are no mistakes in it: what is none of these is words, or is passed over.
 */
export function parseQuery(typed: string): Query {
  const read = oneLine(truncateAtWord(typed.trim(), MAX_QUERY_LENGTH).toWellFormed())
  const words: string[] = []
  const phrases: (readonly string[])[] = []
  const without: (readonly string[])[] = []
  const filters = Object.fromEntries(filterNames.map(name => [name, [] as string[]])) as Record<FilterName, string[]>
  const rest: string[] = []
  let room = MAX_QUERY_WORDS
  let cut = typed.trim().length > MAX_QUERY_LENGTH
  /** As many of these as there is still room for. */
  const taken = (some: readonly string[]): readonly string[] => {
    if (some.length > room) cut = true
    const kept = some.slice(0, room)
    room -= kept.length
    return kept
  }
  // A filter, or something in quotes, or what stands between two spaces; a quote that is never closed is passed over.
  for (const [piece, minus, name, inQuotes, bare, quoted] of read.matchAll(
    /(-?)(?:([a-z-]+):(?:"([^"]*)"|([^\s"]+))|"([^"]*)"|[^\s"]+|")/giu,
  )) {
    const field = filterNames.find(one => one === name?.toLowerCase())
    const value = oneLine((inQuotes ?? bare ?? '').toLowerCase())
    if (field && value !== '' && minus === '') {
      if (!filters[field].includes(value) && filters[field].length < MAX_QUERY_WORDS) filters[field].push(value)
      continue
    }
    rest.push(piece)
    const found = splitWords(piece)
    if (found.length === 0) continue
    if (minus !== '') without.push(taken(found))
    else if (quoted !== undefined) phrases.push(taken(found))
    else words.push(...found)
  }
  const own = taken(withoutStopWords([...new Set(words)]))
  return {
    words: phrases.length > 0 && own.every(isStopWord) ? [] : own,
    phrases: phrases.filter(some => some.length > 0),
    without: without.filter(some => some.length > 0),
    filters,
    text: oneLine(rest.join(' ')),
    cut,
  }
}

/** What one would type to get this query. */
export const queryText = (query: Pick<Query, 'text' | 'filters'>): string =>
  [query.text, formatFilters(query.filters)].filter(part => part !== '').join(' ')

/** The filters as one would type them. */
export const formatFilters = (filters: Partial<Query['filters']>): string =>
  filterNames
    .flatMap(name =>
      (filters[name] ?? []).map(value => `${name}:${/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`),
    )
    .join(' ')
