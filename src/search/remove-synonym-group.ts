import type { Deps } from '../platform/deps.js'
import { deleteSynonymGroup } from './synonym-store.js'

/** Removes a group. Searching for one of its terms no longer finds the others. Removing it again does nothing. */
export const removeSynonymGroup = ({ db }: Pick<Deps, 'db'>, id: string): Promise<unknown> =>
  db.transaction(tx => deleteSynonymGroup(tx, id))
