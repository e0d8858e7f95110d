import type { Reader } from '../platform/database/index.js'

/**
 * Whether the ledger holds any statement, including ones that are withdrawn or removed. Sample evidence is loaded only
 * into an empty ledger, so that it never mixes with real statements.
 */
export const hasStatements = async (db: Reader): Promise<boolean> =>
  (await db.selectFrom('statement').select('id').limit(1).executeTakeFirst()) !== undefined
