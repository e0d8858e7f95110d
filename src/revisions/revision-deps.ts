import type { Reader } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import type { Combiners } from './revision-model.js'
import type { RevisionHead } from './store.js'

/** What the pages of revisions need. */
export interface RevisionDeps extends Pick<Deps, 'db' | 'config' | 'clock' | 'renderer'> {
  /** Finds, of the suggestions with these ids, those that a moderator combined with a newer revision. */
  readonly findCombiners: (db: Reader, suggestionIds: readonly string[]) => Promise<Combiners>
}

/** Finds the moderators who combined the texts of these revisions with newer ones. */
export const combinersOf = (
  { db, findCombiners }: RevisionDeps,
  revisions: readonly RevisionHead[],
): Promise<Combiners> =>
  findCombiners(
    db,
    revisions.flatMap(revision => revision.suggestionId ?? []),
  )
