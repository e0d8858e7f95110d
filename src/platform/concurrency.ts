import { Unavailable } from './errors.js'

/** Runs work when it is its turn. @throws Unavailable when too much waits. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/** Creates a function that runs at most `atOnce` pieces of work at a time. At most `maxWaiting` others wait, in order. */
export function limitConcurrency(atOnce: number, maxWaiting: number): InTurn {
  const waiting: (() => void)[] = []
  let running = 0
  return async work => {
    if (running < atOnce) running++
    else if (waiting.length < maxWaiting) await new Promise<void>(resolve => waiting.push(resolve))
    else throw new Unavailable('Too much waits for its turn.')
    try {
      return await work()
    } finally {
      // The next one takes this place, so the number that run stays the same.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
