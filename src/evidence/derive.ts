import type { Tx } from '../platform/database/index.js'
import { listLinkedPages, listLinkedIds } from '../pages/index.js'
import {
  barrierStateOf,
  countedOf,
  isPast,
  namesOrganisation,
  proofOf,
  solutionStateOf,
  wordOf,
  type State,
} from './rules.js'
import {
  countSaid,
  getPlaceOfPage,
  listOrganisationsThatSpoke,
  listPageEvidence,
  listSaid,
  listStandings,
  putPageEvidence,
  putStanding,
  type PageEvidence,
  type PlaceOfPage,
  type Standing,
} from './store.js'

/** What an organisation's standing on a page and the page's evidence are, once it said something or took it back. */
export async function deriveAfterStatement(tx: Tx, pageId: string, organisationId: string): Promise<void> {
  await deriveStanding(tx, pageId, organisationId)
  await derivePageEvidence(tx, pageId)
}

async function deriveStanding(tx: Tx, pageId: string, organisationId: string): Promise<void> {
  const page = await getPlaceOfPage(tx, pageId)
  const counted = countedOf(
    await listSaid(tx, pageId, organisationId),
    page.kind === 'solution' && page.authorOrganisationId === organisationId,
  )
  await putStanding(tx, pageId, organisationId, wordOf(counted), counted.some(namesOrganisation))
}

/** Makes everything derived from what was said of a page again: to the same rows, if nothing was off. Solutions come before the barriers that they are linked to. */
export async function rebuildEvidence(tx: Tx, pageId: string): Promise<void> {
  for (const organisationId of await listOrganisationsThatSpoke(tx, pageId))
    await deriveStanding(tx, pageId, organisationId)
  const page = await getPlaceOfPage(tx, pageId)
  await putPageEvidence(tx, page.seq, await evidenceOf(tx, page))
}

/**
 * Writes a page's evidence anew from its standings and links. Where that changes how a solution stands, the barriers
 * it is linked to follow, archived ones too: they are brought back as they stand.
 */
async function derivePageEvidence(tx: Tx, pageId: string): Promise<void> {
  const page = await getPlaceOfPage(tx, pageId)
  const before = (await listPageEvidence(tx, [pageId])).get(pageId)
  const evidence = await evidenceOf(tx, page)
  await putPageEvidence(tx, page.seq, evidence)
  if (page.kind === 'solution' && before?.state !== evidence.state)
    for (const id of await listLinkedIds(tx, pageId)) await derivePageEvidence(tx, id)
}

/**
 * The evidence of a page that was published, changed, archived or brought back, and of those it is linked to or was.
 * @param neighbours the ids of the pages it was linked to before.
 */
export async function deriveAfterPublishing(tx: Tx, pageId: string, neighbours: readonly string[]): Promise<void> {
  await derivePageEvidence(tx, pageId)
  const page = await getPlaceOfPage(tx, pageId)
  if (page.kind !== 'solution') return
  for (const id of new Set([...neighbours, ...(await listLinkedIds(tx, pageId))])) await derivePageEvidence(tx, id)
}

async function evidenceOf(tx: Tx, page: PlaceOfPage): Promise<PageEvidence> {
  const standings = await listStandings(tx, page.id)
  return {
    pageId: page.id,
    said: await countSaid(tx, page.id),
    ...countsOf(standings),
    ...(page.kind === 'barrier' ? await barrierEvidence(tx, page, standings) : solutionEvidence(page, standings)),
  }
}

function countsOf(standings: readonly Standing[]) {
  const counts: Partial<Record<State, number>> = {}
  for (const { state } of [...standings].sort((a, b) => a.state.localeCompare(b.state)))
    counts[state] = (counts[state] ?? 0) + 1
  return {
    organisations: standings.length,
    people: standings.reduce((sum, one) => sum + one.people, 0),
    counts,
    newestOn: standings[0]?.happenedOn ?? null,
  }
}

async function barrierEvidence(tx: Tx, page: PlaceOfPage, standings: readonly Standing[]) {
  const states = standings.map(one => one.state)
  const solutions = await listPageEvidence(
    tx,
    (await listLinkedPages(tx, page.id)).filter(one => one.kind === 'solution').map(one => one.id),
  )
  const state = barrierStateOf(
    states,
    [...solutions.values()].map(one => one.state),
    standings.some(one => isPast(one.state) && one.otherId !== null),
  )
  return { state, past: states.filter(isPast).length, proof: 0, provenSince: null }
}

function solutionEvidence(page: PlaceOfPage, standings: readonly Standing[]) {
  const states = standings.map(one => one.state)
  const { proven, proof, since } = proofOf(standings, page.authorOrganisationId)
  return {
    state: solutionStateOf(states, proven),
    past: states.filter(state => state === 'worked').length,
    proof,
    provenSince: since,
  }
}
