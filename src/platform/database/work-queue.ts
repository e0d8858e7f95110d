import { Unavailable } from '../errors.js'

/**
 * Makes a queue that runs one piece of work at a time, in the order in which they were added.
 * @param maxWait milliseconds after which work that has not begun is given up.
 */
export function createWorkQueue(maxWait: number): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const deadline = Date.now() + maxWait
    const result = last.then(() => {
      if (Date.now() > deadline) throw new Unavailable('Too many changes at once')
      return work()
    })
    last = result.catch(() => {})
    return result
  }
}
