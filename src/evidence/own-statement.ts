import type { Member } from '../accounts/index.js'
import type { Reader } from '../platform/database/index.js'
import { Forbidden } from '../platform/errors.js'
import type { Statement } from './statement.js'
import { getStatement } from './statement-store.js'

/** @throws NotFound, or Forbidden if the statement is somebody else's. */
export async function getOwnStatement(db: Reader, actor: Member, id: string): Promise<Statement> {
  const statement = await getStatement(db, id)
  if (statement.memberId !== actor.id) throw new Forbidden('You cannot change somebody else’s report.')
  return statement
}
