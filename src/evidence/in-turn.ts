import type { Db, Tx } from '../platform/database/index.js'
import { Unavailable } from '../platform/errors.js'

/** How long one waits for one's turn before being told to come back. */
const MAX_WAIT_MILLISECONDS = 20_000

const turns = new WeakMap<Db, Promise<unknown>>()

/**
 * Runs `work` in a transaction once those asked for before it are done. Statements on one page change the same rows,
 * and those on a solution the rows of its barriers: PostgreSQL would run all but one of them again, and again, until some were given up.
 * @throws Unavailable when its turn does not come.
 */
export function serializeWrites<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  const deadline = Date.now() + MAX_WAIT_MILLISECONDS
  const turn = (turns.get(db) ?? Promise.resolve()).then(() => {
    if (Date.now() > deadline) throw new Unavailable('Too many statements at once')
    return db.transaction(work)
  })
  turns.set(
    db,
    turn.catch(() => {}),
  )
  return turn
}
