import type { Deps } from '../platform/deps.js'
import { requireAllowedName } from './allowed-name.js'
import { updateMember } from './members-store.js'
import type { Member, ShownAs } from './rules.js'

/**
 * Changes the name of `actor`, and how future texts show them.
 * @throws RefusedName when a person cannot be shown by the name
 */
export const updateAccount = (
  { db }: Pick<Deps, 'db'>,
  actor: Member,
  { name, shownAs }: { readonly name: string; readonly shownAs: ShownAs },
): Promise<unknown> =>
  db.transaction(async tx => {
    // A name from before these rules stays until the person changes it.
    const allowedName = name === actor.name ? name : await requireAllowedName(tx, name, actor.id)
    return updateMember(tx, actor.id, { name: allowedName, shown_as: shownAs })
  })
