/** Receives the progress of a long task: `done` of `total`. A total of 0 means that it is not known yet. */
export type Progress = (done: number, total: number) => void

/** Minimum time between updates: a terminal rewrites one line, a log gets a new line each time. */
const TERMINAL_MILLISECONDS = 100
const LOG_MILLISECONDS = 10_000

/** Moves to the start of the line and clears it. */
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
