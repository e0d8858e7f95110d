import type { OrganisationTable, Reader, Tx } from '../platform/database/index.js'
import type { Instant } from '../platform/clock.js'
import { newId } from '../platform/ids.js'
import { slugOf } from '../platform/slug.js'
import { emailDomain, normaliseDomain, spellingsOfDomain } from './email-address.js'
import type { OrganisationOfMember } from './rules.js'

/** A public body. */
export interface Organisation extends OrganisationOfMember {
  readonly slug: string
  readonly website: string | null
  readonly endedOn: string | null
  readonly successorId: string | null
}

/** Finds the organisation with exactly this email domain, or its successor if it has ended. */
export async function organisationIdForEmail(db: Reader, email: string): Promise<string | null> {
  const row = await db
    .selectFrom('organisation_domain')
    .innerJoin('organisation', 'organisation.id', 'organisation_domain.organisation_id')
    .select(['organisation.id', 'organisation.ended_on', 'organisation.successor_id'])
    .where('domain', 'in', spellingsOfDomain(emailDomain(email)))
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

/** Lists all organisations by name. */
export async function listOrganisations(db: Reader): Promise<readonly Organisation[]> {
  const rows = await db.selectFrom('organisation').selectAll().orderBy('name').execute()
  return rows.map(organisationFrom)
}

/** Lists the names of all organisations. */
export async function listOrganisationNames(db: Reader): Promise<readonly string[]> {
  const rows = await db.selectFrom('organisation').select('name').execute()
  return rows.map(row => row.name)
}

/** Finds an organisation by id. */
export async function findOrganisation(db: Reader, id: string): Promise<Organisation | undefined> {
  const row = await db.selectFrom('organisation').selectAll().where('id', '=', id).executeTakeFirst()
  return row && organisationFrom(row)
}

/** Finds an organisation by the last part of its address. */
export async function findOrganisationBySlug(db: Reader, slug: string): Promise<Organisation | undefined> {
  const row = await db.selectFrom('organisation').selectAll().where('slug', '=', slug).executeTakeFirst()
  return row && organisationFrom(row)
}

/** Lists the slugs that begin with `prefix`, in order. An empty prefix has none. */
export async function listOrganisationSlugs(db: Reader, prefix: string, limit: number): Promise<readonly string[]> {
  if (prefix === '') return []
  const rows = await db
    .selectFrom('organisation')
    .select('slug')
    .where('slug', '>=', prefix)
    .where('slug', '<', `${prefix}\u{10ffff}`)
    .orderBy('slug')
    .limit(limit)
    .execute()
  return rows.map(row => row.slug)
}

/** An organisation as the operator describes it. Its name identifies it. */
export interface OrganisationDetails {
  readonly name: string
  readonly kind: string
  readonly website: string | null
  /** The day it ceased to exist, `2026-03-31`. */
  readonly endedOn: string | null
  /** The domains of its email addresses. */
  readonly domains: readonly string[]
}

/** Adds an organisation, or updates the one with this name. Domains are only ever added. Returns its id. */
export async function upsertOrganisation(tx: Tx, details: OrganisationDetails, now: Instant): Promise<string> {
  const existing = await tx.selectFrom('organisation').select('id').where('name', '=', details.name).executeTakeFirst()
  const id = existing?.id ?? newId()
  const row = { kind: details.kind, website: details.website, ended_on: details.endedOn }
  if (existing) await tx.updateTable('organisation').set(row).where('id', '=', id).execute()
  else
    await tx
      .insertInto('organisation')
      .values({
        id,
        name: details.name,
        slug: await freeSlug(tx, details.name),
        successor_id: null,
        created_at: now,
        ...row,
      })
      .execute()
  for (const domain of details.domains) {
    await tx
      .insertInto('organisation_domain')
      .values({ domain: normaliseDomain(domain), organisation_id: id })
      .onConflict(conflict => conflict.column('domain').doNothing())
      .execute()
  }
  return id
}

/** Returns the slug of `name`, with a number if another organisation has it. */
async function freeSlug(tx: Tx, name: string): Promise<string> {
  const preferred = slugOf(name) || 'organisation'
  for (let n = 1; ; n++) {
    const slug = n === 1 ? preferred : `${preferred}-${n}`
    if (!(await tx.selectFrom('organisation').select('id').where('slug', '=', slug).executeTakeFirst())) return slug
  }
}

/** Records that `successorId` took over from the organisation `id`. */
export const setSuccessor = (tx: Tx, id: string, successorId: string): Promise<unknown> =>
  tx.updateTable('organisation').set({ successor_id: successorId }).where('id', '=', id).execute()
