import type { Db, Tx } from '../platform/database/index.js'

class RollBack extends Error {}

/** Returns the result of `work`, which runs in a transaction that is then rolled back. */
export async function inRolledBackTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  let result: T | undefined
  try {
    await db.transaction(async tx => {
      result = await work(tx)
      throw new RollBack()
    })
  } catch (error) {
    if (!(error instanceof RollBack)) throw error
  }
  return result as T
}
