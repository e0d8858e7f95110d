import { align, boundedSearch, type Change } from './align.js'

/** A stretch of a line, raw. `label` says what stands there when that can't be seen, to be shown in its place. */
export type Segment = { readonly text: string; readonly changed: boolean; readonly label?: string }

/** A line on one side, without its ending. The texts of its segments, one after the other, are the line. */
export type DiffLine = {
  readonly number: number
  readonly segments: readonly Segment[]
  /** What about the line's ending differs from the other side. */
  readonly note?: 'no newline at end' | 'ends in CRLF' | 'ends in LF'
}

export type DiffRow =
  | { readonly kind: 'same' | 'changed'; readonly before: DiffLine; readonly after: DiffLine }
  | { readonly kind: 'removed'; readonly before: DiffLine; readonly after?: never }
  | { readonly kind: 'added'; readonly before?: never; readonly after: DiffLine }

/** Rows to show, or unchanged rows to fold away. */
export type DiffBlock = { readonly kind: 'rows' | 'folded'; readonly rows: readonly DiffRow[] }

export type Diff = {
  readonly blocks: readonly DiffBlock[]
  /** Lines added and removed; a changed line counts as both. */
  readonly added: number
  readonly removed: number
  /** Equal byte for byte. */
  readonly identical: boolean
}

/** Unchanged rows kept on either side of a change, and the longest run of them that is shown whole. */
const CONTEXT = 3
const LONGEST_UNFOLDED = 8

/** What looking for similar lines may cost in one diff, and what reading a line costs, in comparisons of words. */
const PAIRING_EFFORT = 1_000_000
const READING = 200

/** What looking for changed words may cost in one diff; see `boundedSearch`. */
const WORD_EFFORT = 400_000

/** From this share of common wording on, a removed and an added line are taken for one line that was changed. */
const SIMILAR = 0.4

/** Below this share of common characters, marking the few words that two lines chance to share only confuses. */
const ALIKE = 0.2

/**
 * Compares two texts for display: by lines, then by words inside lines that were changed.
 *
 * Every line of both is there, in order. The work is bounded whatever the texts are: where they differ
 * too much to be told apart within the bound, lines show as wholly removed, added or changed.
 */
export function diffBodies(before: string, after: string): Diff {
  const [old, now] = [sideOf(before, after), sideOf(after, before)]
  const rows = rowsOf(old, now, align(old.texts, now.texts))
  const same = rows.reduce((sum, row) => (row.kind === 'same' ? sum + 1 : sum), 0)
  return {
    blocks: fold(rows),
    added: now.texts.length - same,
    removed: old.texts.length - same,
    identical: before === after,
  }
}

/**
 * Two texts with what differs marked in each, to be read side by side. The texts of the segments, one after the other, are
 * the text, its lines parted by plain newlines; where nothing is the same, nothing is marked. As bounded as `diffBodies`.
 */
export function differences(a: string, b: string): { readonly a: readonly Segment[]; readonly b: readonly Segment[] } {
  const rows = diffBodies(a, b).blocks.flatMap(block => block.rows)
  const isCommon = ({ text, changed }: Segment): boolean => !changed && text.trim() !== ''
  const hasCommon = rows.some(
    row => row.kind === 'same' || (row.kind === 'changed' && row.before.segments.some(isCommon)),
  )
  const sideOf = (side: 'before' | 'after', text: string): readonly Segment[] => {
    if (!hasCommon) return [{ text, changed: false }]
    const lines = rows.flatMap(row => {
      const line = row[side]
      return line
        ? [
            row.kind === 'changed' || row.kind === 'same'
              ? line.segments.map(({ text, changed }) => ({ text, changed }))
              : [{ text: line.segments.map(one => one.text).join(''), changed: true }],
          ]
        : []
    })
    return lines.flatMap((line, at) => (at === 0 ? line : [{ text: '\n', changed: false }, ...line]))
  }
  return { a: sideOf('before', a), b: sideOf('after', b) }
}

/** What came, went and stayed, each in the order given and without duplicates. */
export function diffSets(
  before: readonly string[],
  after: readonly string[],
): { readonly added: readonly string[]; readonly removed: readonly string[]; readonly kept: readonly string[] } {
  const old = new Set(before)
  const now = new Set(after)
  return {
    added: [...now].filter(item => !old.has(item)),
    removed: [...old].filter(item => !now.has(item)),
    kept: [...now].filter(item => old.has(item)),
  }
}

type Ending = 'LF' | 'CRLF' | 'none' | 'end of text'

/** Not an object for each line: a page of blank lines has 100,000. */
type Side = { readonly texts: readonly string[]; readonly endingOf: (index: number) => Ending }

/**
 * The lines of `text` as they compare with `other`. A last line without a newline is worth a note only if
 * the other text has one there; else appending a line would change the line before it.
 */
function sideOf(text: string, other: string): Side {
  const lines = text.split('\n')
  const bare = lines.length - 1
  if (lines[bare] === '') lines.pop()
  const isCrlf = (index: number) => index !== bare && lines[index]!.endsWith('\r')
  const bareEnding = other.endsWith('\n') ? 'none' : 'end of text'
  return {
    texts: text.includes('\r\n') ? lines.map((line, index) => (isCrlf(index) ? line.slice(0, -1) : line)) : lines,
    endingOf: index => (index === bare ? bareEnding : isCrlf(index) ? 'CRLF' : 'LF'),
  }
}

function rowsOf(before: Side, after: Side, changes: readonly Change[]): readonly DiffRow[] {
  const rows: DiffRow[] = []
  const pairSimilar = linePairer()
  const label = labeller()
  const compareWords = wordComparer(label)
  let [nextBefore, nextAfter] = [0, 0]

  const keepUntil = (end: number) => {
    for (; nextBefore < end; nextBefore++, nextAfter++) {
      const text = before.texts[nextBefore]!
      const segments = text === '' ? nothing : [{ text, changed: false }]
      const old = lineOf(before, nextBefore, segments, after.endingOf(nextAfter))
      const now = lineOf(after, nextAfter, segments, before.endingOf(nextBefore))
      rows.push({ kind: old.note || now.note ? 'changed' : 'same', before: old, after: now })
    }
  }
  const replaceUntil = (beforeEnd: number, afterEnd: number) => {
    for (; nextBefore < beforeEnd; nextBefore++) {
      rows.push({ kind: 'removed', before: lineOf(before, nextBefore, label(before.texts[nextBefore]!)) })
    }
    for (; nextAfter < afterEnd; nextAfter++) {
      rows.push({ kind: 'added', after: lineOf(after, nextAfter, label(after.texts[nextAfter]!)) })
    }
  }
  const changeNext = () => {
    const [removed, added] = compareWords(before.texts[nextBefore]!, after.texts[nextAfter]!)
    const old = lineOf(before, nextBefore, removed, after.endingOf(nextAfter))
    const now = lineOf(after, nextAfter, added, before.endingOf(nextBefore))
    rows.push({ kind: 'changed', before: old, after: now })
    nextBefore++
    nextAfter++
  }
  for (const change of changes) {
    keepUntil(change.beforeStart)
    const removed = before.texts.slice(change.beforeStart, change.beforeEnd)
    const added = after.texts.slice(change.afterStart, change.afterEnd)
    for (const pair of pairSimilar(removed, added)) {
      replaceUntil(change.beforeStart + pair.before, change.afterStart + pair.after)
      changeNext()
    }
    replaceUntil(change.beforeEnd, change.afterEnd)
  }
  keepUntil(before.texts.length)
  return rows
}

const nothing: readonly Segment[] = []

function lineOf(side: Side, index: number, segments: readonly Segment[], otherEnding?: Ending): DiffLine {
  const note = noteOn(side.endingOf(index), otherEnding)
  return note ? { number: index + 1, segments, note } : { number: index + 1, segments }
}

function noteOn(ending: Ending, other: Ending | undefined): DiffLine['note'] {
  if (ending === 'none') return 'no newline at end'
  if (ending === 'CRLF' && other === 'LF') return 'ends in CRLF'
  if (ending === 'LF' && other === 'CRLF') return 'ends in LF'
  return undefined
}

/** Folds long runs of unchanged rows, but for the rows next to a change. */
function fold(rows: readonly DiffRow[]): readonly DiffBlock[] {
  const blocks: DiffBlock[] = []
  let shown = 0
  let start = 0
  while (start < rows.length) {
    let end = start
    while (rows[end]?.kind === 'same') end++
    if (end - start > LONGEST_UNFOLDED) {
      const foldStart = start === 0 ? 0 : start + CONTEXT
      const foldEnd = end === rows.length ? end : end - CONTEXT
      if (foldStart > shown) blocks.push({ kind: 'rows', rows: rows.slice(shown, foldStart) })
      blocks.push({ kind: 'folded', rows: rows.slice(foldStart, foldEnd) })
      shown = foldEnd
    }
    start = end + 1
  }
  if (shown < rows.length) blocks.push({ kind: 'rows', rows: rows.slice(shown) })
  return blocks
}

/** Places in the removed and in the added lines. */
type Pair = { readonly before: number; readonly after: number }

/**
 * Pairs removed with added lines that are versions of one another: the pairs, in order on both sides, that
 * share the most wording. One removed line in the place of one added line is a pair however they read.
 */
function linePairer(): (removed: readonly string[], added: readonly string[]) => readonly Pair[] {
  const read = vocabulary()
  let effort = PAIRING_EFFORT

  return (removed, added) => {
    if (removed.length === 0 || added.length === 0) return []
    if (removed.length === 1 && added.length === 1) return [{ before: 0, after: 0 }]
    const reading = READING * (removed.length + added.length)
    if (reading > effort / 2) return []
    effort -= reading
    return pair(removed.map(read), added.map(read), effort / 2)
  }

  function pair(removed: readonly Wording[], added: readonly Wording[], allowance: number): readonly Pair[] {
    const cost = removed.length * sizeOf(added) + added.length * sizeOf(removed)
    if (cost <= allowance) {
      effort -= cost
      return mostSimilarPairs(removed, added)
    }
    if (removed.length === 1 && added.length === 1) return []
    // Too many to try all against all: each half is tried against its like, which is half the work.
    const [before, after] = [removed.length >> 1, added.length >> 1]
    const earlier = pair(removed.slice(0, before), added.slice(0, after), allowance / 2)
    const later = pair(removed.slice(before), added.slice(after), allowance / 2)
    return [...earlier, ...later.map(place => ({ before: before + place.before, after: after + place.after }))]
  }
}

/** The pairs that add up to the most similarity and do not cross, by dynamic programming from the end. */
function mostSimilarPairs(removed: readonly Wording[], added: readonly Wording[]): readonly Pair[] {
  const width = added.length + 1
  const best = new Float64Array((removed.length + 1) * width)
  const paired = new Uint8Array(best.length)
  for (let before = removed.length - 1; before >= 0; before--) {
    for (let after = added.length - 1; after >= 0; after--) {
      const here = before * width + after
      const similarity = similarityOf(removed[before]!, added[after]!)
      const apart = Math.max(best[here + width]!, best[here + 1]!)
      const together = similarity + best[here + width + 1]!
      paired[here] = similarity >= SIMILAR && together >= apart ? 1 : 0
      best[here] = paired[here] ? together : apart
    }
  }
  const pairs: Pair[] = []
  let [before, after] = [0, 0]
  while (before < removed.length && after < added.length) {
    const here = before * width + after
    if (paired[here]) pairs.push({ before: before++, after: after++ })
    else if (best[here + width]! >= best[here + 1]!) before++
    else after++
  }
  return pairs
}

/** The words of a line whatever their order: each word's number and length, ascending by number. */
type Wording = { readonly words: readonly Word[]; readonly length: number }
type Word = { readonly number: number; readonly length: number }

/** Reads lines into wordings whose words have equal numbers where they are equal. */
function vocabulary(): (line: string) => Wording {
  const known = new Map<string, Word>()
  const wordFor = (text: string) => {
    const word = known.get(text) ?? { number: known.size, length: text.length }
    known.set(text, word)
    return word
  }
  return line => {
    const words = (line.match(WORD) ?? []).map(wordFor).sort((a, b) => a.number - b.number)
    return { words, length: words.reduce((sum, word) => sum + word.length, 0) }
  }
}

const sizeOf = (wordings: readonly Wording[]) => wordings.reduce((sum, { words }) => sum + 1 + words.length, 0)

/** The share, from 0 to 1, of two lines' letters that is in words they have in common (Dice). */
function similarityOf(a: Wording, b: Wording): number {
  const highest = (2 * Math.min(a.length, b.length)) / (a.length + b.length)
  if (!(highest >= SIMILAR)) return 0
  let common = 0
  for (let i = 0, j = 0; i < a.words.length && j < b.words.length;) {
    const [word, other] = [a.words[i]!, b.words[j]!]
    if (word === other) common += word.length
    if (word.number <= other.number) i++
    if (word.number >= other.number) j++
  }
  return (2 * common) / (a.length + b.length)
}

const wordPattern = String.raw`[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*(?:['’]\p{L}[\p{L}\p{M}\p{N}_]*)*`
const emojiPattern = String.raw`\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]{0,2}`
const emojiSequencePattern = String.raw`${emojiPattern}(?:\u200d${emojiPattern})*`

const WORD = new RegExp(wordPattern, 'gu')
/** Words, spaces, whole emoji, and any other character with the marks on it; no character is left out. */
const TOKEN = new RegExp(String.raw`${wordPattern}|\s+|${emojiSequencePattern}|[^]\p{M}*`, 'gu')

type WordComparer = (before: string, after: string) => readonly [readonly Segment[], readonly Segment[]]

/** Marks the words that differ between two versions of a line. */
function wordComparer(label: Labeller): WordComparer {
  const search = boundedSearch<string>(WORD_EFFORT)

  return (before, after) => {
    const found = search(before.match(TOKEN) ?? [], after.match(TOKEN) ?? [])
    const parts =
      found?.map(part => ({ ...part, text: part.value.join(''), changed: part.added || part.removed })) ?? []
    const alike = parts.reduce((sum, { text, changed }) => (changed ? sum : sum + text.trim().length), 0)
    if ((2 * alike) / (before.length + after.length) < ALIKE) return [label(before), label(after)]

    const segmentsOf = (side: 'added' | 'removed') => {
      const runs: Segment[] = []
      parts.forEach((part, index) => {
        if (part.changed && !part[side]) return
        // A lone space between two changed words is no landmark: without it they read as the phrase they are.
        const isBetween = index > 0 && index < parts.length - 1 && part.text.trim() === ''
        const changed = part.changed || isBetween
        const last = runs.at(-1)
        if (last?.changed === changed) runs[runs.length - 1] = { text: last.text + part.text, changed }
        else runs.push({ text: part.text, changed })
      })
      return runs.flatMap(run => (run.changed ? label(run.text) : run))
    }
    return [segmentsOf('removed'), segmentsOf('added')]
  }
}

const names = new Map([
  [' ', 'space'],
  ['\t', 'tab'],
  ['\r', 'carriage return'],
  ['\u00a0', 'no-break space'],
  ['\u00ad', 'soft hyphen'],
  ['\u200b', 'zero-width space'],
  ['\u200c', 'zero-width non-joiner'],
  ['\u200d', 'zero-width joiner'],
  ['\ufeff', 'byte order mark'],
])

/** What shows as nothing, as a plain space, or (a bidirectional control) as a different order of what follows. */
const unseenPattern = String.raw`(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{DI}\u2800]`
const ONLY_SPACES = /^ +$/
const UNSEEN = new RegExp(unseenPattern, 'u')
/** Runs of one such character; emoji, some made with them, are matched first, to be let be. */
const UNSEEN_RUNS = new RegExp(String.raw`${emojiSequencePattern}|(?<unseen>${unseenPattern})\k<unseen>*`, 'gu')

/** What one diff labels at most. With so many unseen characters in sight, the reader knows there are more. */
const LABELS = 1_000

type Labeller = (text: string) => readonly Segment[]

/** Makes segments of changed text. Labels what the eye would miss: unseen characters, spaces that changed alone. */
function labeller(): Labeller {
  let left = LABELS
  return text => {
    if (text === '') return nothing
    if (ONLY_SPACES.test(text)) return [{ text, changed: true, label: labelFor(' ', text.length) }]
    if (left === 0 || !UNSEEN.test(text)) return [{ text, changed: true }]
    const segments: Segment[] = []
    let end = 0
    for (const { 0: run, index, groups } of text.matchAll(UNSEEN_RUNS)) {
      const unseen = groups?.['unseen']
      if (unseen === undefined) continue
      if (index > end) segments.push({ text: text.slice(end, index), changed: true })
      segments.push({ text: run, changed: true, label: labelFor(unseen, run.length / unseen.length) })
      end = index + run.length
      if (--left === 0) break
    }
    if (end < text.length) segments.push({ text: text.slice(end), changed: true })
    return segments
  }
}

function labelFor(unseen: string, times: number): string {
  const name = names.get(unseen) ?? `U+${unseen.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
  return times === 1 ? name : `${name} × ${times}`
}
