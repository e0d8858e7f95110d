import { readInWorker, type Db, type Reader, type Tx } from '../platform/database/index.js'
import type { Instant } from '../platform/clock.js'
import type { Kind } from '../pages/index.js'
import { ORGANISATIONS_FOR_COVER } from './disclosure.js'
import { isResolved, resolvedStates, type StatementState } from './states.js'
import type { PeopleByState, Position } from './positions.js'
import type { OrganisationsOnPage } from './counted-statement-store.js'

/** With more pages than this, a worker reads what covers all of them: it would hold the event loop. */
const MAX_PAGES_READ_HERE = 2_000

async function hasManyPages(db: Reader): Promise<boolean> {
  const row = await db
    .selectFrom('page_evidence')
    .select(({ fn }) => fn.max<number | null>('seq').as('last'))
    .executeTakeFirst()
  return (row?.last ?? 0) > MAX_PAGES_READ_HERE
}

/** The kinds of organisation that may be shown beside an anonymous statement: enough organisations of each have members. */
export async function listCoveredKinds(db: Reader): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('organisation')
    .select('kind')
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('member').select('member.id').whereRef('member.organisation_id', '=', 'organisation.id')),
    )
    .groupBy('kind')
    .having(({ fn }) => fn.countAll(), '>=', ORGANISATIONS_FOR_COVER)
    .orderBy('kind')
    .execute()
  return rows.map(row => row.kind)
}

/** The state that an organisation is publicly seen to have on a page now. */
export async function findNamedState(
  db: Reader,
  pageId: string,
  organisationId: string,
): Promise<StatementState | undefined> {
  const row = await db
    .selectFrom('organisation_position')
    .select('named_state')
    .where('page_id', '=', pageId)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  return (row?.named_state ?? undefined) as StatementState | undefined
}

/** Writes the position of an organisation on a page, or deletes it where no statement counts. */
export async function savePosition(
  tx: Tx,
  pageId: string,
  organisationId: string,
  position: Position | undefined,
  isNamed: boolean,
): Promise<void> {
  if (!position) {
    await tx
      .deleteFrom('organisation_position')
      .where('page_id', '=', pageId)
      .where('organisation_id', '=', organisationId)
      .execute()
    return
  }
  const row = {
    state: position.state,
    linked_page_id: position.linkedPageId,
    happened_on: position.happenedOn,
    since: position.since,
    people: position.people,
    people_by_state: JSON.stringify(position.peopleByState),
    named_state: isNamed ? position.state : null,
  }
  await tx
    .insertInto('organisation_position')
    .values({ page_id: pageId, organisation_id: organisationId, ...row })
    .onConflict(conflict => conflict.columns(['page_id', 'organisation_id']).doUpdateSet(row))
    .execute()
}

/** The position of an organisation on a page. */
export interface OrganisationPosition {
  readonly organisationId: string
  readonly organisationKind: string
  readonly state: StatementState
  readonly linkedPageId: string | null
  readonly happenedOn: string
  readonly since: Instant
  readonly people: number
  readonly peopleByState: PeopleByState
}

/** The positions of organisations on a page, newest first; all of them without a limit. */
export async function listPositions(
  db: Reader,
  pageId: string,
  limit?: number,
): Promise<readonly OrganisationPosition[]> {
  const rows = await db
    .selectFrom('organisation_position')
    .innerJoin('organisation', 'organisation.id', 'organisation_id')
    .select([
      'organisation_id',
      'organisation.kind',
      'state',
      'linked_page_id',
      'happened_on',
      'since',
      'people',
      'people_by_state',
    ])
    .where('page_id', '=', pageId)
    .orderBy('happened_on', 'desc')
    .orderBy('organisation_id', 'desc')
    .$if(limit !== undefined, query => query.limit(limit ?? 0))
    .execute()
  return rows.map(row => ({
    organisationId: row.organisation_id,
    organisationKind: row.kind,
    state: row.state as StatementState,
    linkedPageId: row.linked_page_id,
    happenedOn: row.happened_on,
    since: row.since,
    people: row.people,
    peopleByState: JSON.parse(row.people_by_state) as PeopleByState,
  }))
}

/** The ids of the organisations that have a position on a page. */
export async function listOrganisationsWithPositions(db: Reader, pageId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('organisation_position')
    .select('organisation_id')
    .where('page_id', '=', pageId)
    .execute()
  return rows.map(row => row.organisation_id)
}

/** The number of organisations of one kind that have one state on a page. `kind` is null where it may not be shown. */
export interface KindCount {
  readonly pageId: string
  readonly kind: string | null
  readonly state: StatementState
  readonly organisations: number
}

/**
 * Counts positions on these pages by kind of organisation and state. An organisation counts under its kind where it is
 * named or its kind may be shown, and under no kind otherwise.
 * @param excluding an organisation that is left out where it is named. Unnamed it counts even for its own people: the
 *   difference would tell them what a colleague stated.
 */
export async function countByKind(
  db: Reader,
  pageIds: readonly string[],
  coveredKinds: readonly string[],
  excluding?: { readonly id: string },
): Promise<readonly KindCount[]> {
  if (pageIds.length === 0) return []
  const rows = await selectKindCounts(db, pageIds, excluding).execute()
  return mergeCounts(rows, coveredKinds)
}

/** The same as `countByKind`, for many pages that may have many positions. */
export async function countManyByKind(
  db: Db,
  pageIds: readonly string[],
  coveredKinds: readonly string[],
): Promise<readonly KindCount[]> {
  if (pageIds.length === 0) return []
  const rows = await readInWorker(db, await hasManyPages(db), selectKindCounts(db, pageIds, undefined))
  return mergeCounts(rows, coveredKinds)
}

const selectKindCounts = (db: Reader, pageIds: readonly string[], excluding: { readonly id: string } | undefined) =>
  db
    .selectFrom('organisation_position')
    .innerJoin('organisation', 'organisation.id', 'organisation_id')
    .select([
      'page_id',
      'organisation.kind',
      'state',
      'named_state',
      ({ fn }) => fn.countAll<number>().as('organisations'),
    ])
    .where('page_id', 'in', [...new Set(pageIds)])
    .$if(excluding !== undefined, query =>
      query.where(where =>
        where.or([where('organisation_id', '!=', excluding?.id ?? ''), where('named_state', 'is', null)]),
      ),
    )
    .groupBy(['page_id', 'organisation.kind', 'state', 'named_state'])

interface KindCountRow {
  page_id: string
  kind: string
  state: string
  named_state: string | null
  organisations: number
}

function mergeCounts(rows: readonly KindCountRow[], coveredKinds: readonly string[]): readonly KindCount[] {
  const counts = new Map<string, KindCount>()
  for (const row of rows) {
    const kind = row.named_state !== null || coveredKinds.includes(row.kind) ? row.kind : null
    const key = `${row.page_id} ${kind} ${row.state}`
    counts.set(key, {
      pageId: row.page_id,
      kind,
      state: row.state as StatementState,
      organisations: (counts.get(key)?.organisations ?? 0) + row.organisations,
    })
  }
  return [...counts.values()]
}

/** The number of barriers that an organisation is seen to have faced and resolved, and of solutions it tried. */
export interface OrganisationCount {
  readonly faced: number
  readonly resolved: number
  readonly tried: number
}

const noPositions: OrganisationCount = { faced: 0, resolved: 0, tried: 0 }

/** What pages of each kind, in one state, add to the count of an organisation. */
const countOfPages: Readonly<Record<Kind, (pages: number, state: StatementState) => OrganisationCount>> = {
  barrier: (pages, state) => ({ ...noPositions, faced: pages, resolved: isResolved(state) ? pages : 0 }),
  solution: pages => ({ ...noPositions, tried: pages }),
}

const sumOfCounts = (a: OrganisationCount, b: OrganisationCount): OrganisationCount => ({
  faced: a.faced + b.faced,
  resolved: a.resolved + b.resolved,
  tried: a.tried + b.tried,
})

/** The positions in which each organisation is named, counted, by organisation id. Archived pages are left out. */
export async function countByOrganisation(db: Db): Promise<ReadonlyMap<string, OrganisationCount>> {
  const query = db
    .selectFrom('organisation_position')
    .innerJoin('page', 'page.id', 'page_id')
    .select(['organisation_id', 'page.kind', 'named_state', ({ fn }) => fn.countAll<number>().as('pages')])
    .where('named_state', 'is not', null)
    .where('page.archived_at', 'is', null)
    .groupBy(['organisation_id', 'page.kind', 'named_state'])
  const rows = await readInWorker(db, await hasManyPages(db), query)
  const counts = new Map<string, OrganisationCount>()
  for (const row of rows) {
    const before = counts.get(row.organisation_id) ?? noPositions
    const added = countOfPages[row.kind as Kind](row.pages, row.named_state as StatementState)
    counts.set(row.organisation_id, sumOfCounts(before, added))
  }
  return counts
}

/** A position in which the organisation is named. */
export interface NamedPosition {
  readonly pageId: string
  readonly kind: Kind
  readonly state: StatementState
  readonly linkedPageId: string | null
  readonly happenedOn: string
  readonly people: number
}

/** The positions in which an organisation is named, newest first. Archived pages are left out. */
export async function listNamedPositions(
  db: Reader,
  organisationId: string,
  limit: number,
): Promise<readonly NamedPosition[]> {
  const rows = await db
    .selectFrom('organisation_position')
    .innerJoin('page', 'page.id', 'page_id')
    .select(['page_id', 'page.kind', 'state', 'linked_page_id', 'happened_on', 'people'])
    .where('organisation_id', '=', organisationId)
    .where('named_state', 'is not', null)
    .where('page.archived_at', 'is', null)
    .orderBy('happened_on', 'desc')
    .orderBy('page_id')
    .limit(limit)
    .execute()
  return rows.map(row => ({
    pageId: row.page_id,
    kind: row.kind as Kind,
    state: row.state as StatementState,
    linkedPageId: row.linked_page_id,
    happenedOn: row.happened_on,
    people: row.people,
  }))
}

/**
 * The barriers that most organisations of a kind resolved. Archived pages are left out.
 * @param isCovered whether the kind may be shown; otherwise only named organisations count.
 */
export async function listResolvedByKind(
  db: Db,
  kind: string,
  isCovered: boolean,
  limit: number,
): Promise<readonly OrganisationsOnPage[]> {
  const query = db
    .selectFrom('organisation_position')
    .innerJoin('organisation', 'organisation.id', 'organisation_id')
    .innerJoin('page', 'page.id', 'page_id')
    .select(['page_id', ({ fn }) => fn.countAll<number>().as('organisations')])
    .where('organisation.kind', '=', kind)
    .where('page.archived_at', 'is', null)
    .where('state', 'in', [...resolvedStates])
    .$if(!isCovered, positions => positions.where('named_state', 'is not', null))
    .groupBy('page_id')
    .orderBy('organisations', 'desc')
    .orderBy('page_id')
    .limit(limit)
  const rows = await readInWorker(db, await hasManyPages(db), query)
  return rows.map(row => ({ pageId: row.page_id, organisations: row.organisations }))
}
