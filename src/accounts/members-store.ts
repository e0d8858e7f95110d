import { keysetPage, prepared, type Reader, type Tx } from '../platform/database/index.js'
import type { Instant } from '../platform/clock.js'
import { NotFound } from '../platform/errors.js'
import { newId, sha256 } from '../platform/ids.js'
import { paged, type Paged, type Paging } from '../platform/paging.js'
import type { Member, Role, ShownAs, Trust } from './rules.js'

interface MemberRow {
  id: string
  name: string
  email: string
  role: string
  trust: string
  shown_as: string
  blocked_at: string | null
  organisation_id: string | null
  organisation_name: string | null
  organisation_kind: string | null
}

const memberFrom = (row: MemberRow): Member => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role as Role,
  trust: row.trust as Trust,
  shownAs: row.shown_as as ShownAs,
  ...(row.blocked_at === null ? {} : { blockedAt: row.blocked_at }),
  organisation:
    row.organisation_id === null
      ? undefined
      : { id: row.organisation_id, name: row.organisation_name ?? '', kind: row.organisation_kind ?? 'other' },
})

const selectMembers = (db: Reader) =>
  db
    .selectFrom('member')
    .leftJoin('organisation', 'organisation.id', 'member.organisation_id')
    .select([
      'member.id',
      'member.name',
      'member.email',
      'member.role',
      'member.trust',
      'member.shown_as',
      'member.blocked_at',
      'member.organisation_id',
      'organisation.name as organisation_name',
      'organisation.kind as organisation_kind',
    ])

const readMember = prepared((db, id: string) => selectMembers(db).where('member.id', '=', id))

/** Finds a member by id. */
export async function findMember(db: Reader, id: string): Promise<Member | undefined> {
  const [row] = await readMember(db, id)
  return row && memberFrom(row)
}

/** Finds a member by id. @throws NotFound when there is none. */
export async function getMember(db: Reader, id: string): Promise<Member> {
  const member = await findMember(db, id)
  if (!member) throw new NotFound('There is no such member.')
  return member
}

/** Finds a member by their email address, which must be normalised. */
export async function findMemberByEmail(db: Reader, email: string): Promise<Member | undefined> {
  const row = await selectMembers(db).where('member.email', '=', email).executeTakeFirst()
  return row && memberFrom(row)
}

/** Finds the id and passphrase hash of the member with this email address, which must be normalised. */
export async function findPassphraseHash(
  db: Reader,
  email: string,
): Promise<{ readonly id: string; readonly hash: string } | undefined> {
  const row = await db
    .selectFrom('member')
    .select(['id', 'passphrase_hash'])
    .where('email', '=', email)
    .executeTakeFirst()
  return row && { id: row.id, hash: row.passphrase_hash }
}

/** Counts all accounts. */
export async function countMembers(db: Reader): Promise<number> {
  const { n } = await db
    .selectFrom('member')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}

/** Counts the admins who are not blocked. */
export async function countAdmins(db: Reader): Promise<number> {
  const { n } = await db
    .selectFrom('member')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('role', '=', 'admin')
    .where('blocked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return n
}

/** Lists the names of all moderators and admins, except that of the member `exceptId`. */
export async function listModeratorNames(db: Reader, exceptId = ''): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('member')
    .select('name')
    .where('role', 'in', ['moderator', 'admin'])
    .where('id', '!=', exceptId)
    .execute()
  return rows.map(row => row.name)
}

/** Lists one page of the members whose email address begins with `prefix`, sorted by address. */
export async function listMembers(db: Reader, prefix: string, paging: Paging): Promise<Paged<Member>> {
  const from = prefix.toLowerCase()
  const rows = await selectMembers(db)
    .where('member.email', '>=', from)
    .where('member.email', '<', `${from}\u{10ffff}`)
    .$call(keysetPage(['member.email', 'member.id'], 'asc', paging))
    .execute()
  return paged(rows.map(memberFrom), paging, member => [member.email, member.id])
}

/** The values of a new account. */
export interface NewMember {
  readonly name: string
  readonly email: string
  readonly passphraseHash: string
  readonly role: Role
  readonly trust: Trust
  readonly organisationId: string | null
  readonly createdAt: Instant
}

/** Adds a member and returns the id. Their organisation is shown, not their name, until they choose otherwise. */
export async function insertMember(tx: Tx, member: NewMember): Promise<string> {
  const id = newId()
  await tx
    .insertInto('member')
    .values({
      id,
      email: member.email,
      name: member.name,
      passphrase_hash: member.passphraseHash,
      role: member.role,
      trust: member.trust,
      organisation_id: member.organisationId,
      shown_as: 'organisation',
      created_at: member.createdAt,
      blocked_at: null,
    })
    .execute()
  return id
}

/** The columns of a member that can change. */
export interface MemberChange {
  readonly name?: string
  readonly shown_as?: ShownAs
  readonly passphrase_hash?: string
  readonly role?: Role
  readonly trust?: Trust
  readonly organisation_id?: string | null
  readonly blocked_at?: Instant | null
}

/** Changes columns of a member, who must exist. */
export const updateMember = (tx: Tx, id: string, change: MemberChange): Promise<unknown> =>
  tx.updateTable('member').set(change).where('id', '=', id).execute()

/** Signs a member out everywhere, except in the session with the id `keepSessionId`. */
export const deleteSessions = (tx: Tx, memberId: string, keepSessionId = ''): Promise<unknown> =>
  tx.deleteFrom('session').where('member_id', '=', memberId).where('id', '!=', sha256(keepSessionId)).execute()
