import type { Deps } from '../platform/deps.js'
import type { Instant } from '../platform/clock.js'
import type { Reader, Tx } from '../platform/database/index.js'
import { Forbidden, Refused } from '../platform/errors.js'
import { sha256 } from '../platform/ids.js'
import { countAdmins, findMemberByEmail, getMember, insertMember } from './members-store.js'
import { deleteOneTimeLink, findOneTimeLink } from './one-time-links-store.js'
import { isInvitation } from './invitations.js'
import { spentLink } from './one-time-links.js'
import { normaliseEmail } from './email-address.js'
import { organisationIdForEmail } from './organisations-store.js'
import { initialTrust, whyNotRegister, whyRegistrationIsClosed, type Member, type Role } from './rules.js'
import { requireAllowedName } from './allowed-name.js'

type RegisterDeps = Pick<Deps, 'db' | 'clock' | 'passphrases'>

/** What a person enters to create an account. */
export interface NewAccount {
  readonly name: string
  readonly email: string
  readonly passphrase: string
}

/**
 * Creates an account, whoever may register. Its organisation is the one with its email domain, if that is listed. `anyName` is
 * for accounts that are named after a role.
 * @throws Refused when the email address already has an account
 * @throws RefusedName when a person cannot be shown by the name
 */
export async function register(
  { db, clock, passphrases }: RegisterDeps,
  account: NewAccount,
  role: Role = 'member',
  { anyName = false }: { readonly anyName?: boolean } = {},
): Promise<Member> {
  const email = normaliseEmail(account.email)
  const requireNoAccount = async (reader: Reader): Promise<void> => {
    if (await findMemberByEmail(reader, email))
      throw new Refused('There is already an account with this email address.')
  }
  // Look before hashing, which is slow, and again when it is certain that nothing changes in between.
  await requireNoAccount(db)
  const passphraseHash = await passphrases.hash(account.passphrase)
  return db.transaction(async tx => {
    await requireNoAccount(tx)
    const name = anyName ? account.name : await requireAllowedName(tx, account.name)
    return insertAccount(tx, { ...account, name, email, passphraseHash, role }, clock.now())
  })
}

/**
 * Creates the account of a visitor, if the operator lets visitors register.
 * @throws Forbidden when nobody can register without an invitation.
 * @throws Refused when the email address already has an account, or is at no listed organisation but has to be.
 */
export async function registerVisitor(deps: RegisterDeps & Pick<Deps, 'config'>, account: NewAccount): Promise<Member> {
  const closed = whyRegistrationIsClosed(deps.config)
  if (closed !== undefined) throw new Forbidden(closed)
  const isAtListedOrganisation = (await organisationIdForEmail(deps.db, normaliseEmail(account.email))) !== null
  const refusal = whyNotRegister(deps.config, { isInvited: false, isAtListedOrganisation })
  if (refusal !== undefined) throw new Refused(refusal)
  return register(deps, account)
}

/**
 * Creates the account of someone with an invitation, which is used up then.
 * @throws Refused (410) when the invitation was used, was cancelled or has expired, or nobody can register.
 * @throws Refused when the email address already has an account.
 */
export async function registerInvited(
  { db, clock, passphrases, config }: RegisterDeps & Pick<Deps, 'config'>,
  secret: string,
  account: NewAccount,
): Promise<Member> {
  const email = normaliseEmail(account.email)
  const requireInvitation = async (reader: Reader): Promise<void> => {
    if (!(await isInvitation({ clock, config }, reader, secret))) throw spentLink('invitation', config)
    if (await findMemberByEmail(reader, email))
      throw new Refused('There is already an account with this email address.')
  }
  await requireInvitation(db)
  const passphraseHash = await passphrases.hash(account.passphrase)
  return db.transaction(async tx => {
    await requireInvitation(tx)
    await deleteOneTimeLink(tx, sha256(secret))
    const name = await requireAllowedName(tx, account.name)
    return insertAccount(tx, { ...account, name, email, passphraseHash, role: 'member' }, clock.now())
  })
}

/**
 * Creates the account of a new site's first admin, with the one-time link that the start command printed.
 * @throws Refused (410) when the link was used or has expired, or when there is an admin already
 * @throws RefusedName when a person cannot be shown by the name
 */
export async function registerFirstAdmin(
  { db, clock, passphrases, config }: RegisterDeps & Pick<Deps, 'config'>,
  secret: string,
  account: NewAccount,
): Promise<Member> {
  const requireLink = async (reader: Reader): Promise<void> => {
    const link = await findOneTimeLink(reader, sha256(secret), clock.now())
    if (link?.purpose !== 'first-admin' || (await countAdmins(reader)) > 0) throw spentLink('first-admin', config)
  }
  await requireLink(db)
  const passphraseHash = await passphrases.hash(account.passphrase)
  return db.transaction(async tx => {
    await requireLink(tx)
    await deleteOneTimeLink(tx, sha256(secret))
    const email = normaliseEmail(account.email)
    const name = await requireAllowedName(tx, account.name)
    return insertAccount(tx, { ...account, name, email, passphraseHash, role: 'admin' }, clock.now())
  })
}

/** Adds a member, in the organisation of their email domain. */
async function insertAccount(
  tx: Tx,
  account: { readonly name: string; readonly email: string; readonly passphraseHash: string; readonly role: Role },
  createdAt: Instant,
): Promise<Member> {
  const { name, email, passphraseHash, role } = account
  const organisationId = await organisationIdForEmail(tx, email)
  const trust = initialTrust(role)
  const id = await insertMember(tx, { name, email, passphraseHash, role, trust, organisationId, createdAt })
  return getMember(tx, id)
}

/**
 * Returns the member with this email address, or creates one who cannot sign in because no passphrase matches. Used for
 * sample content, whose organisations have members but whose accounts belong to nobody.
 */
export async function registerWithoutPassphrase(
  { passphrases }: Pick<Deps, 'passphrases'>,
  tx: Tx,
  account: { readonly name: string; readonly email: string; readonly organisationId: string },
  createdAt: Instant,
): Promise<Member> {
  const existing = await findMemberByEmail(tx, account.email)
  if (existing) return existing
  const passphraseHash = passphrases.unusableHash()
  const id = await insertMember(tx, { ...account, passphraseHash, role: 'member', trust: 'new', createdAt })
  return getMember(tx, id)
}
