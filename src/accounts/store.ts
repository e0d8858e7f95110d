import { keysetPage, prepared, type OrganisationTable, type Reader, type Tx } from '../platform/database/index.js'
import type { Instant } from '../platform/clock.js'
import { NotFound } from '../platform/errors.js'
import { newId, sha256 } from '../platform/ids.js'
import { slugOf } from '../platform/slug.js'
import { paged, type Paged, type Paging } from '../platform/paging.js'
import { emailDomain, type Member, type OrganisationOfMember, type Role, type ShownAs, type Trust } from './rules.js'

export interface Organisation extends OrganisationOfMember {
  readonly slug: string
  readonly website: string | null
  readonly endedOn: string | null
  readonly successorId: string | null
}

interface MemberRow {
  id: string
  name: string
  email: string
  role: string
  trust: string
  shown_as: string
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
      'member.organisation_id',
      'organisation.name as organisation_name',
      'organisation.kind as organisation_kind',
    ])

const readMember = prepared((db, id: string) => selectMembers(db).where('member.id', '=', id))

export async function findMember(db: Reader, id: string): Promise<Member | undefined> {
  const [row] = await readMember(db, id)
  return row && memberFrom(row)
}

/** @throws NotFound */
export async function getMember(db: Reader, id: string): Promise<Member> {
  const member = await findMember(db, id)
  if (!member) throw new NotFound('member')
  return member
}

/** `email` normalised. */
export async function findMemberByEmail(db: Reader, email: string): Promise<Member | undefined> {
  const row = await selectMembers(db).where('member.email', '=', email).executeTakeFirst()
  return row && memberFrom(row)
}

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

export async function countMembers(db: Reader): Promise<number> {
  const { n } = await db
    .selectFrom('member')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}

export async function countAdmins(db: Reader): Promise<number> {
  const { n } = await db
    .selectFrom('member')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('role', '=', 'admin')
    .executeTakeFirstOrThrow()
  return n
}

/** One page of the members whose email address begins with `prefix`, in the order of their addresses. */
export async function listMembers(db: Reader, prefix: string, paging: Paging): Promise<Paged<Member>> {
  const from = prefix.toLowerCase()
  const rows = await selectMembers(db)
    .where('member.email', '>=', from)
    .where('member.email', '<', `${from}\u{10ffff}`)
    .$call(keysetPage(['member.email', 'member.id'], 'asc', paging))
    .execute()
  return paged(rows.map(memberFrom), paging, member => [member.email, member.id])
}

export interface NewMember {
  readonly name: string
  readonly email: string
  readonly passphraseHash: string
  readonly role: Role
  readonly trust: Trust
  readonly organisationId: string | null
  readonly createdAt: Instant
}

/** Adds a member, shown by organisation until they choose. Returns the id. */
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
    })
    .execute()
  return id
}

export const updateMember = (
  tx: Tx,
  id: string,
  change: {
    name?: string
    shown_as?: ShownAs
    passphrase_hash?: string
    role?: Role
    trust?: Trust
    organisation_id?: string | null
  },
): Promise<unknown> => tx.updateTable('member').set(change).where('id', '=', id).execute()

/** The organisation whose staff have email addresses at exactly this domain; its successor where it has ended. */
export async function organisationIdForEmail(db: Reader, email: string): Promise<string | null> {
  const row = await db
    .selectFrom('organisation_domain')
    .innerJoin('organisation', 'organisation.id', 'organisation_domain.organisation_id')
    .select(['organisation.id', 'organisation.ended_on', 'organisation.successor_id'])
    .where('domain', '=', emailDomain(email))
    .executeTakeFirst()
  if (!row) return null
  return row.ended_on !== null && row.successor_id !== null ? row.successor_id : row.id
}

const organisationFrom = (row: OrganisationTable): Organisation => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  kind: row.kind,
  website: row.website,
  endedOn: row.ended_on,
  successorId: row.successor_id,
})

export async function listOrganisations(db: Reader): Promise<readonly Organisation[]> {
  const rows = await db.selectFrom('organisation').selectAll().orderBy('name').execute()
  return rows.map(organisationFrom)
}

export async function findOrganisation(db: Reader, id: string): Promise<Organisation | undefined> {
  const row = await db.selectFrom('organisation').selectAll().where('id', '=', id).executeTakeFirst()
  return row && organisationFrom(row)
}

export async function findOrganisationBySlug(db: Reader, slug: string): Promise<Organisation | undefined> {
  const row = await db.selectFrom('organisation').selectAll().where('slug', '=', slug).executeTakeFirst()
  return row && organisationFrom(row)
}

/** The slugs that begin so, in order. */
export async function listOrganisationSlugs(db: Reader, beginning: string, limit: number): Promise<readonly string[]> {
  if (beginning === '') return []
  const rows = await db
    .selectFrom('organisation')
    .select('slug')
    .where('slug', '>=', beginning)
    .where('slug', '<', `${beginning}\u{10ffff}`)
    .orderBy('slug')
    .limit(limit)
    .execute()
  return rows.map(row => row.slug)
}

export interface OrganisationDetails {
  readonly name: string
  readonly kind: string
  readonly website: string | null
  readonly endedOn: string | null
  readonly domains: readonly string[]
}

/** Adds an organisation, or brings the one of that name up to these facts. Returns its id. */
export async function upsertOrganisation(tx: Tx, facts: OrganisationDetails, now: Instant): Promise<string> {
  const known = await tx.selectFrom('organisation').select('id').where('name', '=', facts.name).executeTakeFirst()
  const id = known?.id ?? newId()
  const row = { kind: facts.kind, website: facts.website, ended_on: facts.endedOn }
  if (known) await tx.updateTable('organisation').set(row).where('id', '=', id).execute()
  else
    await tx
      .insertInto('organisation')
      .values({
        id,
        name: facts.name,
        slug: await freeSlug(tx, facts.name),
        successor_id: null,
        created_at: now,
        ...row,
      })
      .execute()
  for (const domain of facts.domains) {
    await tx
      .insertInto('organisation_domain')
      .values({ domain: domain.toLowerCase(), organisation_id: id })
      .onConflict(conflict => conflict.column('domain').doNothing())
      .execute()
  }
  return id
}

async function freeSlug(tx: Tx, name: string): Promise<string> {
  const wanted = slugOf(name) || 'organisation'
  for (let n = 1; ; n++) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`
    if (!(await tx.selectFrom('organisation').select('id').where('slug', '=', slug).executeTakeFirst())) return slug
  }
}

export const setSuccessor = (tx: Tx, id: string, successorId: string): Promise<unknown> =>
  tx.updateTable('organisation').set({ successor_id: successorId }).where('id', '=', id).execute()

/** Makes the only unused link for `purpose` (and member). What stands in the database is its hash. */
export async function replaceOneTimeLink(
  tx: Tx,
  link: { tokenHash: string; purpose: string; memberId: string | null; expiresAt: Instant },
): Promise<void> {
  await tx
    .deleteFrom('one_time_link')
    .where('purpose', '=', link.purpose)
    .where(where => (link.memberId === null ? where('member_id', 'is', null) : where('member_id', '=', link.memberId)))
    .execute()
  await tx
    .insertInto('one_time_link')
    .values({ token_hash: link.tokenHash, purpose: link.purpose, member_id: link.memberId, expires_at: link.expiresAt })
    .execute()
}

export async function findOneTimeLink(
  db: Reader,
  tokenHash: string,
  now: Instant,
): Promise<{ readonly purpose: string; readonly memberId: string | null } | undefined> {
  const row = await db
    .selectFrom('one_time_link')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row && { purpose: row.purpose, memberId: row.member_id }
}

export const deleteOneTimeLink = (tx: Tx, tokenHash: string): Promise<unknown> =>
  tx.deleteFrom('one_time_link').where('token_hash', '=', tokenHash).execute()

/** Signs a member out everywhere. */
/** Ends a member's sessions on the server, save the one with this id. */
export const deleteSessions = (tx: Tx, memberId: string, keep = ''): Promise<unknown> =>
  tx.deleteFrom('session').where('member_id', '=', memberId).where('id', '!=', sha256(keep)).execute()
