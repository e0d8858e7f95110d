import type { Reader } from '../platform/database/index.js'

/** Whether anybody ever made a statement here, whether it counts or not. */
export const hasStatements = async (db: Reader): Promise<boolean> =>
  (await db.selectFrom('statement').select('id').limit(1).executeTakeFirst()) !== undefined
