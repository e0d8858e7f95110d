import { MAX_COMPARED_HEADINGS } from './limits.js'
import { stopWords } from './query.js'
import { stemOf, type Stemmer } from './stem.js'
import { splitWords } from './words.js'

/** The weights that SQLite's `bm25` gives to words in the title, summary, tags, headings, body and extras. */
export const fieldWeights = '8.0, 3.0, 3.0, 4.0, 1.0, 0.3'

/** The same for PostgreSQL's `ts_rank`, for the weights D, C, B and A that `writeIndexEntry` gives to the fields. */
export const postgresFieldWeights = '{0.1, 0.3, 0.5, 1.0}'

/** The factor for the score of a page that has synonyms or longer words instead of what was typed. */
export const RELATED_WORD_WEIGHT = 0.6

/** The largest boost, as a share of the score, of a title or heading that says just what was typed. */
const TITLE_BOOST = { title: 3, heading: 0.75 } as const

/** The largest boost of each kind of evidence, as a share of the score: 40 % together. */
const EVIDENCE_BOOST = { organisations: 0.15, proven: 0.1, peers: 0.15 } as const

/** The number of organisations, and of the reader's peers, that earns half of the boost. */
const HALF_BOOST = { organisations: 5, peers: 2 } as const

const stopStems: ReadonlySet<string> = new Set([...stopWords].map(stemOf))

const withoutStopStems = (stems: readonly string[]): readonly string[] => {
  const rest = stems.filter(stem => !stopStems.has(stem))
  return rest.length > 0 ? rest : stems
}

/** The share of a query's meaning that each stem carries, from 0 to 1. All shares add up to 1. */
export type TermWeights = ReadonlyMap<string, number>

/** `pagesWith` tells on how many of the `total` pages a word is: the rarer a word, the greater its weight. */
export function weighTerms(
  words: readonly string[],
  pagesWith: (word: string) => number,
  total: number,
  stem: Stemmer,
): TermWeights {
  const terms = words.map(word => ({
    stem: stem(word),
    weight: Math.log(1 + (total + 0.5) / (pagesWith(word) + 0.5)),
  }))
  let sum = 0
  for (const term of terms) sum += term.weight
  const weights = new Map<string, number>()
  for (const term of terms) weights.set(term.stem, (weights.get(term.stem) ?? 0) + term.weight / sum)
  return weights
}

/** From 0 to 1: the share of the title's words that are in the query, times the share of the query that they carry. */
function titleCoverage(title: string, termWeights: TermWeights, stem: Stemmer): number {
  const stems = new Set(withoutStopStems(splitWords(title).map(stem)))
  let shared = 0
  let meaning = 0
  for (const titleStem of stems) {
    const weight = termWeights.get(titleStem)
    if (weight === undefined) continue
    shared++
    meaning += weight
  }
  return stems.size === 0 ? 0 : (shared / stems.size) * meaning
}

const bestCoverage = (lines: string, termWeights: TermWeights, stem: Stemmer): number =>
  Math.max(
    ...lines
      .split('\n')
      .slice(0, MAX_COMPARED_HEADINGS)
      .map(line => titleCoverage(line, termWeights, stem)),
  )

/** The score of a page, raised the closer its title or one of its headings (one a line) is to the query. */
export function boostByTitle(
  score: number,
  { title, headings }: { readonly title: string; readonly headings: string },
  termWeights: TermWeights,
  stem: Stemmer,
): number {
  const titleBoost = TITLE_BOOST.title * bestCoverage(title, termWeights, stem)
  const headingBoost = TITLE_BOOST.heading * bestCoverage(headings, termWeights, stem)
  return score * (1 + titleBoost + headingBoost)
}

/** From 0 towards 1 as `count` grows; one half at `half`. */
const saturate = (count: number, half: number): number => count / (count + half)

/**
 * The score of a page, raised by its evidence, and by how many of the reader's peers it has evidence from. The boost is
 * at most 40 %, so that evidence only settles what is close.
 */
export function boostByEvidence(
  score: number,
  { state, organisations }: { readonly state: string; readonly organisations: number },
  peers: number,
): number {
  const byOrganisations = EVIDENCE_BOOST.organisations * saturate(organisations, HALF_BOOST.organisations)
  const byProof = state === 'proven' ? EVIDENCE_BOOST.proven : 0
  const byPeers = EVIDENCE_BOOST.peers * saturate(peers, HALF_BOOST.peers)
  return score * (1 + byOrganisations + byProof + byPeers)
}
