import type { Deps } from '../platform/deps.js'
import { updateMember } from './members-store.js'
import type { Member, ShownAs } from './rules.js'

/** Changes the name of `actor`, and how future texts show them. */
export const updateAccount = (
  { db }: Pick<Deps, 'db'>,
  actor: Member,
  { name, shownAs }: { readonly name: string; readonly shownAs: ShownAs },
): Promise<unknown> => db.transaction(tx => updateMember(tx, actor.id, { name, shown_as: shownAs }))
