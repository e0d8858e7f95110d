import type { Request } from 'express'
import { actorOf } from '../accounts/index.js'
import type { Reader } from '../platform/database/index.js'
import { NotFound } from '../platform/errors.js'
import { isId } from '../platform/ids.js'
import { getSuggestion, type Suggestion } from './suggestion-store.js'

/** The suggestion that the address names. @throws NotFound also when the person asking may not know that it exists */
export async function suggestionAt(db: Reader, req: Request): Promise<Suggestion> {
  const id = String(req.params['id'])
  if (!isId(id)) throw new NotFound('There is no such suggestion.')
  return getSuggestion(db, id, actorOf(req))
}
