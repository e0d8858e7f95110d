/** The line that opens fenced code. After backticks on a line of text, no more of them may follow. */
const OPENING = /^ {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$/s

/** The line that closes fenced code. */
const CLOSING = /^ {0,3}(`{3,}|~{3,})\s*$/

/** Tells of each line of Markdown whether it is in fenced code, or opens or closes it. */
export function fencedLines(lines: readonly string[]): readonly boolean[] {
  let fence: string | undefined
  return lines.map(line => {
    if (fence === undefined) {
      const opening = OPENING.exec(line)
      fence = opening?.[1] ?? opening?.[2]
      return fence !== undefined
    }
    if (CLOSING.exec(line)?.[1]?.startsWith(fence)) fence = undefined
    return true
  })
}
