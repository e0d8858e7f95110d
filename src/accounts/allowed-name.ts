import type { Reader } from '../platform/database/index.js'
import { Refused } from '../platform/errors.js'
import { appearances, looksLike, seemsToContain } from './look-alikes.js'
import { listModeratorNames } from './members-store.js'
import { nameProblem, normaliseName } from './names.js'
import { listOrganisationNames } from './organisations-store.js'

/** A person cannot be shown by this name. The message says why. */
export class RefusedName extends Refused {}

/**
 * Returns `name` as it is stored, for the member `memberId` or a new one.
 * @throws RefusedName when a reader could take it for the attribution of somebody else
 */
export async function requireAllowedName(db: Reader, name: string, memberId?: string): Promise<string> {
  const stored = normaliseName(name)
  const problem =
    nameProblem(stored) ??
    organisationProblem(stored, await listOrganisationNames(db)) ??
    moderatorProblem(stored, await listModeratorNames(db, memberId))
  if (problem !== undefined) throw new RefusedName(`${problem}.`)
  return stored
}

function organisationProblem(name: string, organisations: readonly string[]): string | undefined {
  const seen = appearances(name)
  const capitals = initialsIn(name)
  const found = organisations.find(
    organisation => namesOrganisation(name, seen, organisation) || capitals.includes(initialsOf(organisation)),
  )
  return found && `The name must not have the name or initials of an organisation (${found}). We show yours beside it`
}

/** A first name can also be an organisation's name of one word, like Nesta. */
function namesOrganisation(name: string, seen: readonly string[], organisation: string): boolean {
  if (/[^\p{L}\p{N}]/u.test(organisation.trim())) return seemsToContain(seen, organisation)
  const afterFirstName = name.replace(/^[^ ]+ /u, '')
  return seemsToContain(appearances(afterFirstName), organisation)
}

/** Initials of fewer letters are also those of people. */
const MIN_INITIALS = 3

/** The words of capital letters in a name that has small ones, too. */
const initialsIn = (name: string): readonly string[] =>
  /\p{Ll}/u.test(name) ? name.split(/[ -]/).filter(word => /^\p{Lu}+$/u.test(word) && word.length >= MIN_INITIALS) : []

/** `DWP` of `Department for Work and Pensions`. */
const initialsOf = (organisation: string): string =>
  organisation
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => /^\p{Lu}/u.test(word))
    .map(word => word[0])
    .join('')

function moderatorProblem(name: string, moderators: readonly string[]): string | undefined {
  const seen = appearances(name)
  return moderators.some(moderator => looksLike(seen, moderator))
    ? 'A moderator has a name that looks like this one. Add an initial or another of your names'
    : undefined
}
