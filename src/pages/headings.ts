import { fencedLines } from '../platform/markdown.js'

/**
 * Removes from `body` each of `headings` (as `## Heading`) that has nothing below it. Everything else stays as typed,
 * and so does fenced code.
 */
export function removeEmptySectionsOf(headings: readonly string[], body: string): string {
  const ours = new Set(headings.map(heading => `## ${heading}`))
  const lines = body.split('\n')
  const isFenced = fencedLines(lines)
  const kept: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    if (!isFenced[at] && ours.has(line.trimEnd())) {
      let next = at + 1
      while (next < lines.length && lines[next]!.trim() === '') next++
      if (next === lines.length || /^##? /.test(lines[next]!)) {
        at = next - 1
        continue
      }
    }
    kept.push(line)
  }
  return kept.join('\n')
}
