import { LRUCache } from 'lru-cache'
import { stopWords, splitWords } from './query.js'
import { stemOf } from './stem.js'

/** What all organisations together say of a page, as search shows and ranks it. */
export interface EvidenceSummary {
  readonly state: string
  readonly organisations: number
  readonly people: number
  readonly past: number
  readonly newestOn: string | null
}

/** What a word is worth in the title, summary, tags, headings and body, to SQLite's `bm25`. */
export const fieldWeights = '8.0, 3.0, 3.0, 4.0, 1.0'

/** What a page is worth that holds synonyms or longer words in place of what was typed. */
export const RELATED_WORD_WEIGHT = 0.6

/** How much a title or heading that says just what was typed adds to how well the words fit. */
const TITLE_BOOST = { title: 3, heading: 0.75 } as const

const stems = new LRUCache<string, string>({ max: 20_000, memoMethod: stemOf })

const cachedStem = (word: string): string => stems.memo(word)

const commonStems = new Set([...stopWords].map(stemOf))

const withoutStopStems = (stems: readonly string[]): readonly string[] => {
  const rest = stems.filter(stem => !commonStems.has(stem))
  return rest.length > 0 ? rest : stems
}

/** What is asked for, as titles are compared with it: each stem with what share of the query's meaning it carries. */
export type TermWeights = ReadonlyMap<string, number>

/** `pages` says in how many of `total` pages a word is: the rarer, the more it means. */
export function weighTerms(words: readonly string[], pages: (word: string) => number, total: number): TermWeights {
  const meaning = words.map(word => ({
    stem: cachedStem(word),
    weight: Math.log(1 + (total + 0.5) / (pages(word) + 0.5)),
  }))
  const whole = meaning.reduce((sum, { weight }) => sum + weight, 0)
  const asked = new Map<string, number>()
  for (const { stem, weight } of meaning) asked.set(stem, (asked.get(stem) ?? 0) + weight / whole)
  return asked
}

/** From 0 to 1: the share of a title that was asked for, times the share of what was asked for that is in the title. */
function titleCoverage(title: string, asked: TermWeights): number {
  const stems = new Set(withoutStopStems(splitWords(title).map(cachedStem)))
  let shared = 0
  let meaning = 0
  for (const stem of stems) {
    const weight = asked.get(stem)
    if (weight !== undefined) [shared, meaning] = [shared + 1, meaning + weight]
  }
  return stems.size === 0 ? 0 : (shared / stems.size) * meaning
}

const bestCoverage = (lines: string, asked: TermWeights): number =>
  Math.max(
    ...lines
      .split('\n')
      .slice(0, 60)
      .map(line => titleCoverage(line, asked)),
  )

/** A page's score with what its title and headings (one a line) add, the nearer they are to what was asked for. */
export const boostByTitle = (
  score: number,
  { title, headings }: { readonly title: string; readonly headings: string },
  asked: TermWeights,
): number =>
  score * (1 + TITLE_BOOST.title * bestCoverage(title, asked) + TITLE_BOOST.heading * bestCoverage(headings, asked))

/** How much the greatest evidence can add to how well a page's words fit. */
const EVIDENCE_BOOST = { organisations: 0.15, proven: 0.1, like: 0.15 } as const

/** From 0 to 1: half at `half`. */
const saturate = (count: number, half: number): number => count / (count + half)

/**
 * A page's score with what its evidence and that of organisations like the reader's add: 40 % at the most, so that no
 * evidence brings a page up to one whose words fit half as well again.
 */
export const boostByEvidence = (
  score: number,
  evidence: Pick<EvidenceSummary, 'state' | 'organisations'>,
  like: number,
): number =>
  score *
  (1 +
    EVIDENCE_BOOST.organisations * saturate(evidence.organisations, 5) +
    (evidence.state === 'proven' ? EVIDENCE_BOOST.proven : 0) +
    EVIDENCE_BOOST.like * saturate(like, 2))
