import type { Reader } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import type { Resolvers } from './revision-model.js'
import type { RevisionHead } from './store.js'

/**
 * What the pages of revisions need. A moderator resolves a conflict in a suggestion, and suggestions belong to `review`.
 * That slice comes later, so this one takes a function from there, which `createApp` passes.
 */
export interface RevisionDeps extends Pick<Deps, 'db' | 'config' | 'clock' | 'renderer'> {
  /** Finds, of the suggestions with these ids, those with a conflict that a moderator resolved. */
  readonly findResolvers: (db: Reader, suggestionIds: readonly string[]) => Promise<Resolvers>
}

/** Finds the moderators who resolved a conflict before these revisions were published. */
export const resolversOf = (
  { db, findResolvers }: RevisionDeps,
  revisions: readonly RevisionHead[],
): Promise<Resolvers> =>
  findResolvers(
    db,
    revisions.flatMap(revision => revision.suggestionId ?? []),
  )
