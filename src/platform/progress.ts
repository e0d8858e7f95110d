/** Told of long work as it goes on: `done` of `total`, which is 0 while it is not known. */
export type Progress = (done: number, total: number) => void

/**
 * A line on the standard error that is written over: `Importing: 1,200 of 5,320`. Where that is not a terminal, a new
 * line every ten seconds.
 */
export function progressLine(what: string, stream: NodeJS.WriteStream = process.stderr): Progress & { end(): void } {
  let last = performance.now()
  let shown = false
  const progress = (done: number, total: number): void => {
    const now = performance.now()
    if (now - last < (stream.isTTY ? 100 : 10_000)) return
    last = now
    shown = true
    const line = `${what}: ${done.toLocaleString('en-GB')}${total > 0 ? ` of ${total.toLocaleString('en-GB')}` : ''}`
    stream.write(stream.isTTY ? `\r\u001b[K${line}` : `${line}\n`)
  }
  return Object.assign(progress, {
    end: (): void => {
      if (shown && stream.isTTY) stream.write('\r\u001b[K')
    },
  })
}
