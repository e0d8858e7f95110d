import { emojiSequencePattern } from './tokens.js'

/**
 * A stretch of a line. `label` names characters that cannot be seen; it is shown in their place. `text` is always the
 * original text.
 */
export type DiffSegment = { readonly text: string; readonly changed: boolean; readonly label?: string }

/** Splits changed text into segments, with labels for changes that a reader could not see. */
export type HiddenCharacterLabeller = (text: string) => readonly DiffSegment[]

/** Labels in one diff. A reader who has seen this many hidden characters knows there are more. */
const MAX_LABELS = 1_000

const characterNames = new Map([
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

/** Characters that look like nothing or like a plain space, and bidirectional controls, which reorder what follows. */
const hiddenPattern = String.raw`(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{DI}\u2800]`
const ONLY_SPACES = /^ +$/
const HIDDEN = new RegExp(hiddenPattern, 'u')

/** Runs of one hidden character. Emoji are matched first and skipped, because some contain hidden characters. */
const HIDDEN_RUNS = new RegExp(String.raw`${emojiSequencePattern}|(?<hidden>${hiddenPattern})\k<hidden>*`, 'gu')

/** Creates a labeller for one diff: hidden characters get a label, and so do spaces that changed by themselves. */
export function hiddenCharacterLabeller(): HiddenCharacterLabeller {
  let labelsLeft = MAX_LABELS

  return text => {
    if (text === '') return []
    if (ONLY_SPACES.test(text)) return [{ text, changed: true, label: labelFor(' ', text.length) }]
    if (labelsLeft === 0 || !HIDDEN.test(text)) return [{ text, changed: true }]
    const segments: DiffSegment[] = []
    let end = 0
    for (const { 0: run, index, groups } of text.matchAll(HIDDEN_RUNS)) {
      const hidden = groups?.['hidden']
      if (hidden === undefined) continue
      if (index > end) segments.push({ text: text.slice(end, index), changed: true })
      segments.push({ text: run, changed: true, label: labelFor(hidden, run.length / hidden.length) })
      end = index + run.length
      if (--labelsLeft === 0) break
    }
    if (end < text.length) segments.push({ text: text.slice(end), changed: true })
    return segments
  }
}

function labelFor(character: string, times: number): string {
  const name = characterNames.get(character) ?? codePointName(character)
  return times === 1 ? name : `${name} × ${times}`
}

const codePointName = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
