import { Unavailable } from '../errors.js'

/**
 * Creates a queue that runs one task at a time, in the order added. A task that waits too long fails with `Unavailable`.
 * @param maxWait how long a task may wait to start, in milliseconds.
 */
export function createWorkQueue(maxWait: number): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const deadline = Date.now() + maxWait
    const result = last.then(() => {
      if (Date.now() > deadline) throw new Unavailable('There are too many changes at once.')
      return work()
    })
    last = result.catch(() => {})
    return result
  }
}
