import type { Deps } from '../platform/deps.js'
import { addSeconds, type Instant } from '../platform/clock.js'
import type { Tx } from '../platform/database/index.js'
import { Refused } from '../platform/errors.js'
import { newSecret, sha256 } from '../platform/ids.js'
import { normaliseEmail, type Member, type Role } from './rules.js'
import {
  countAdmins,
  deleteOneTimeLink,
  deleteSessions,
  findMemberByEmail,
  findOneTimeLink,
  getMember,
  insertMember,
  organisationIdForEmail,
  replaceOneTimeLink,
  updateMember,
} from './store.js'

/** A one-time link can be used for this long, in seconds. */
const LINK_SECONDS = 86_400

export interface NewAccount {
  readonly name: string
  readonly email: string
  readonly passphrase: string
}

type RegisterDeps = Pick<Deps, 'db' | 'clock' | 'passphrases'>

/** Makes an account; the organisation is that of the email's domain. @throws Refused when the address has one. */
export async function register(deps: RegisterDeps, input: NewAccount, role: Role = 'member'): Promise<Member> {
  const email = normaliseEmail(input.email)
  const passphraseHash = await deps.passphrases.hash(input.passphrase)
  return deps.db.transaction(async tx => {
    if (await findMemberByEmail(tx, email)) throw new Refused('An account with this email address already exists')
    const id = await insertMember(tx, {
      name: input.name,
      email,
      passphraseHash,
      role,
      trust: role === 'member' ? 'new' : 'trusted',
      organisationId: await organisationIdForEmail(tx, email),
      createdAt: deps.clock.now(),
    })
    return getMember(tx, id)
  })
}

/** The account with this address, or a new one of an organisation that nobody can sign in to: no passphrase is behind it. */
export async function registerWithoutPassphrase(
  { passphrases }: Pick<Deps, 'passphrases'>,
  tx: Tx,
  { name, email, organisationId }: { readonly name: string; readonly email: string; readonly organisationId: string },
  at: Instant,
): Promise<Member> {
  const known = await findMemberByEmail(tx, email)
  if (known) return known
  return getMember(
    tx,
    await insertMember(tx, {
      name,
      email,
      passphraseHash: passphrases.unusableHash(),
      role: 'member',
      trust: 'new',
      organisationId,
      createdAt: at,
    }),
  )
}

export type LinkPurpose = 'first-admin' | 'passphrase'

/** A new one-time link's secret; an older link for the same purpose stops working. */
export async function createOneTimeLink(
  deps: Pick<Deps, 'db' | 'clock'>,
  purpose: LinkPurpose,
  memberId: string | null,
): Promise<string> {
  const secret = newSecret()
  await deps.db.transaction(tx =>
    replaceOneTimeLink(tx, {
      tokenHash: sha256(secret),
      purpose,
      memberId,
      expiresAt: addSeconds(deps.clock.now(), LINK_SECONDS),
    }),
  )
  return secret
}

/** What a link is for, or undefined when it is not known, was used or has expired. */
export const findOneTimeLinkBySecret = (
  deps: Pick<Deps, 'db' | 'clock'>,
  secret: string,
): ReturnType<typeof findOneTimeLink> => findOneTimeLink(deps.db, sha256(secret), deps.clock.now())

/** The first admin of a new site, by the one-time link that the start printed. @throws Refused when the link is spent or there are members already. */
export async function registerFirstAdmin(deps: RegisterDeps, secret: string, input: NewAccount): Promise<Member> {
  const passphraseHash = await deps.passphrases.hash(input.passphrase)
  return deps.db.transaction(async tx => {
    const link = await findOneTimeLink(tx, sha256(secret), deps.clock.now())
    if (link?.purpose !== 'first-admin' || (await countAdmins(tx)) > 0)
      throw new Refused('This link has been used or has expired. Start the service again for a new one', 410)
    await deleteOneTimeLink(tx, sha256(secret))
    const email = normaliseEmail(input.email)
    const id = await insertMember(tx, {
      name: input.name,
      email,
      passphraseHash,
      role: 'admin',
      trust: 'trusted',
      organisationId: await organisationIdForEmail(tx, email),
      createdAt: deps.clock.now(),
    })
    return getMember(tx, id)
  })
}

/** A new passphrase by a one-time link from the operator. Returns the member's id. @throws Refused when the link is spent. */
export async function resetPassphrase(deps: RegisterDeps, secret: string, passphrase: string): Promise<string> {
  const passphraseHash = await deps.passphrases.hash(passphrase)
  return deps.db.transaction(async tx => {
    const link = await findOneTimeLink(tx, sha256(secret), deps.clock.now())
    if (link?.purpose !== 'passphrase' || link.memberId === null)
      throw new Refused('This link has been used or has expired. Ask for a new one', 410)
    await deleteOneTimeLink(tx, sha256(secret))
    await updateMember(tx, link.memberId, { passphrase_hash: passphraseHash })
    await deleteSessions(tx, link.memberId)
    return link.memberId
  })
}
