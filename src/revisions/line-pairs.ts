import type { Budget } from './budget.js'
import { wordsOf } from './tokens.js'

/** Comparisons of words that pairing lines may cost in one diff. */
const PAIRING_EFFORT = 1_000_000

/** A new budget for the pairs of one diff. */
export const pairingBudget = (): Budget => ({ left: PAIRING_EFFORT })

/** What splitting one line into words costs, in comparisons. */
const SPLITTING_COST = 200

/** From this share of common wording, a removed and an added line count as two versions of one line. */
const MIN_SIMILARITY = 0.4

/** A pair of lines, by their index among the removed and among the added lines. */
export type LinePair = { readonly before: number; readonly after: number }

/**
 * Creates a function that pairs removed lines with added lines that are new versions of them. The pairs keep the order of
 * both sides and share the most wording. A single removed line replaced by a single added line is always a pair. One
 * `budget` covers all calls; when it runs out there are fewer pairs.
 */
export function linePairer(
  budget: Budget,
): (removed: readonly string[], added: readonly string[]) => readonly LinePair[] {
  const toBag = wordBagReader()

  return (removed, added) => {
    if (removed.length === 0 || added.length === 0) return []
    if (removed.length === 1 && added.length === 1) return [{ before: 0, after: 0 }]
    const splittingCost = SPLITTING_COST * (removed.length + added.length)
    if (splittingCost > budget.left / 2) return []
    budget.left -= splittingCost
    return pair(removed.map(toBag), added.map(toBag), budget.left / 2)
  }

  function pair(removed: readonly WordBag[], added: readonly WordBag[], allowance: number): readonly LinePair[] {
    const cost = removed.length * sizeOf(added) + added.length * sizeOf(removed)
    if (cost <= allowance) {
      budget.left -= cost
      return mostSimilarPairs(removed, added)
    }
    if (removed.length === 1 && added.length === 1) return []
    // Comparing all with all costs too much. Comparing each half with its counterpart costs half as much.
    const before = removed.length >> 1
    const after = added.length >> 1
    const earlier = pair(removed.slice(0, before), added.slice(0, after), allowance / 2)
    const later = pair(removed.slice(before), added.slice(after), allowance / 2)
    return [...earlier, ...later.map(place => ({ before: before + place.before, after: after + place.after }))]
  }
}

/** The pairs with the greatest total similarity that do not cross, by dynamic programming from the end. */
function mostSimilarPairs(removed: readonly WordBag[], added: readonly WordBag[]): readonly LinePair[] {
  const width = added.length + 1
  const best = new Float64Array((removed.length + 1) * width)
  const isPaired = new Uint8Array(best.length)
  for (let before = removed.length - 1; before >= 0; before--) {
    for (let after = added.length - 1; after >= 0; after--) {
      const cell = before * width + after
      const similarity = similarityOf(removed[before]!, added[after]!)
      const unpaired = Math.max(best[cell + width]!, best[cell + 1]!)
      const paired = similarity + best[cell + width + 1]!
      isPaired[cell] = similarity >= MIN_SIMILARITY && paired >= unpaired ? 1 : 0
      best[cell] = isPaired[cell] ? paired : unpaired
    }
  }
  const pairs: LinePair[] = []
  let before = 0
  let after = 0
  while (before < removed.length && after < added.length) {
    const cell = before * width + after
    if (isPaired[cell]) pairs.push({ before: before++, after: after++ })
    else if (best[cell + width]! >= best[cell + 1]!) before++
    else after++
  }
  return pairs
}

type Word = { readonly number: number; readonly length: number }

/** The words of a line in no order, sorted by number, and their total length. */
type WordBag = { readonly words: readonly Word[]; readonly length: number }

/** Creates a reader that gives equal words equal numbers, across all lines it reads. */
function wordBagReader(): (line: string) => WordBag {
  const numbered = new Map<string, Word>()
  const numberWord = (text: string): Word => {
    const word = numbered.get(text) ?? { number: numbered.size, length: text.length }
    numbered.set(text, word)
    return word
  }
  return line => {
    const words = wordsOf(line)
      .map(numberWord)
      .sort((a, b) => a.number - b.number)
    return { words, length: words.reduce((sum, word) => sum + word.length, 0) }
  }
}

const sizeOf = (bags: readonly WordBag[]): number => bags.reduce((sum, { words }) => sum + 1 + words.length, 0)

/** The share of two lines' letters, from 0 to 1, that is in words they have in common (Sørensen–Dice coefficient). */
function similarityOf(a: WordBag, b: WordBag): number {
  const upperBound = (2 * Math.min(a.length, b.length)) / (a.length + b.length)
  if (!(upperBound >= MIN_SIMILARITY)) return 0
  let common = 0
  for (let i = 0, j = 0; i < a.words.length && j < b.words.length;) {
    const wordA = a.words[i]!
    const wordB = b.words[j]!
    if (wordA === wordB) common += wordA.length
    if (wordA.number <= wordB.number) i++
    if (wordA.number >= wordB.number) j++
  }
  return (2 * common) / (a.length + b.length)
}
