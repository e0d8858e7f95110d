/** Receives the progress of long work: `done` of `total`, which is 0 while the total is not known. */
export type Progress = (done: number, total: number) => void

/** How often the line is rewritten on a terminal, and how often a new one is written to a log. */
const TERMINAL_MILLISECONDS = 100
const LOG_MILLISECONDS = 10_000

/** Goes back to the start of the line and clears it. */
const CLEAR_LINE = '\r\u001b[K'

/** Shows progress on standard error: `Importing: 1,200 of 5,320`. On a terminal one line is rewritten in place. */
export function progressLine(
  activity: string,
  stream: NodeJS.WriteStream = process.stderr,
): Progress & { end(): void } {
  let last = performance.now()
  let shown = false
  const progress = (done: number, total: number): void => {
    const now = performance.now()
    if (now - last < (stream.isTTY ? TERMINAL_MILLISECONDS : LOG_MILLISECONDS)) return
    last = now
    shown = true
    const ofTotal = total > 0 ? ` of ${total.toLocaleString('en-GB')}` : ''
    const line = `${activity}: ${done.toLocaleString('en-GB')}${ofTotal}`
    stream.write(stream.isTTY ? CLEAR_LINE + line : `${line}\n`)
  }
  return Object.assign(progress, {
    end: (): void => {
      if (shown && stream.isTTY) stream.write(CLEAR_LINE)
    },
  })
}
