import { boundedSearch } from './bounded-search.js'
import type { Budget } from './budget.js'
import type { DiffSegment, HiddenCharacterLabeller } from './hidden-characters.js'
import { tokensOf } from './tokens.js'

/** Comparisons that word diffs may cost in one text diff: see `boundedSearch`. */
const WORD_EFFORT = 400_000

/** A new budget for the words of one diff. */
export const wordDiffBudget = (): Budget => ({ left: WORD_EFFORT })

/** Below this share of unchanged characters the line is marked as a whole: a few shared words only confuse. */
const MIN_UNCHANGED_SHARE = 0.2

/** Two versions of a line as segments: the removed side, then the added side. */
export type WordDiffer = (
  before: string,
  after: string,
) => { readonly removed: readonly DiffSegment[]; readonly added: readonly DiffSegment[] }

interface Part {
  readonly text: string
  readonly added: boolean
  readonly removed: boolean
}

/** Creates a differ that marks the words that changed between two versions of a line. One `budget` covers all its calls. */
export function wordDiffer(label: HiddenCharacterLabeller, budget: Budget): WordDiffer {
  const search = boundedSearch<string>(budget)

  return (before, after) => {
    const changes = search(tokensOf(before), tokensOf(after)) ?? []
    const parts = changes.map(({ value, added, removed }) => ({ text: value.join(''), added, removed }))
    if ((2 * unchangedLength(parts)) / (before.length + after.length) < MIN_UNCHANGED_SHARE)
      return { removed: label(before), added: label(after) }
    return { removed: segmentsOfParts(parts, 'removed', label), added: segmentsOfParts(parts, 'added', label) }
  }
}

const isChanged = (part: Part): boolean => part.added || part.removed

/** White space at the ends of a part does not count. */
const unchangedLength = (parts: readonly Part[]): number =>
  parts.reduce((sum, part) => (isChanged(part) ? sum : sum + part.text.trim().length), 0)

function segmentsOfParts(
  parts: readonly Part[],
  side: 'added' | 'removed',
  label: HiddenCharacterLabeller,
): readonly DiffSegment[] {
  const runs: DiffSegment[] = []
  parts.forEach((part, index) => {
    if (isChanged(part) && !part[side]) return
    // Mark a space between two changed words too, so that they read as one phrase.
    const isSpaceBetween = index > 0 && index < parts.length - 1 && part.text.trim() === ''
    const changed = isChanged(part) || isSpaceBetween
    const last = runs.at(-1)
    if (last?.changed === changed) runs[runs.length - 1] = { text: last.text + part.text, changed }
    else runs.push({ text: part.text, changed })
  })
  return runs.flatMap(run => (run.changed ? label(run.text) : run))
}
