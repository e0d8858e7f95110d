/**
 * Returns a function that runs pieces of work one after the other, each in a turn of the event loop of its own. Pieces that
 * arrive together would otherwise all run before any other request.
 */
export function createTurns(): (work: () => void) => void {
  const waiting: (() => void)[] = []
  const runNext = (): void => {
    try {
      waiting[0]!()
    } finally {
      waiting.shift()
      if (waiting.length > 0) setImmediate(runNext)
    }
  }
  return work => {
    waiting.push(work)
    if (waiting.length === 1) setImmediate(runNext)
  }
}

/** Lets other requests have a turn between two pieces of work that each take long: awaiting SQLite gives them none. */
export const yieldToEventLoop = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
