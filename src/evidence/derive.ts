import type { Tx } from '../platform/database/index.js'
import { listLinkedPages, listLinkedIds } from '../pages/index.js'
import {
  barrierStateOf,
  publiclyCountable,
  isResolved,
  namesOrganisation,
  assessProof,
  solutionStateOf,
  currentPosition,
  type StatementState,
} from './rules.js'
import {
  countLedgerChanges,
  getAuthoredPage,
  listOrganisationsWithStatements,
  listPageEvidence,
  listCountableStatements,
  listPositions,
  savePageEvidence,
  savePosition,
  type PageEvidence,
  type AuthoredPage,
  type OrganisationPosition,
} from './store.js'

/** What an organisation's standing on a page and the page's evidence are, once it said something or took it back. */
export async function deriveAfterStatement(tx: Tx, pageId: string, organisationId: string): Promise<void> {
  await derivePosition(tx, pageId, organisationId)
  await derivePageEvidence(tx, pageId)
}

async function derivePosition(tx: Tx, pageId: string, organisationId: string): Promise<void> {
  const page = await getAuthoredPage(tx, pageId)
  const counted = publiclyCountable(
    await listCountableStatements(tx, pageId, organisationId),
    page.kind === 'solution' && page.authorOrganisationId === organisationId,
  )
  await savePosition(tx, pageId, organisationId, currentPosition(counted), counted.some(namesOrganisation))
}

/** Makes everything derived from what was said of a page again: to the same rows, if nothing was off. Solutions come before the barriers that they are linked to. */
export async function rebuildEvidence(tx: Tx, pageId: string): Promise<void> {
  for (const organisationId of await listOrganisationsWithStatements(tx, pageId))
    await derivePosition(tx, pageId, organisationId)
  const page = await getAuthoredPage(tx, pageId)
  await savePageEvidence(tx, page.seq, await evidenceOf(tx, page))
}

/**
 * Writes a page's evidence anew from its positions and links. Where that changes how a solution stands, the barriers
 * it is linked to follow, archived ones too: they are brought back as they stand.
 */
async function derivePageEvidence(tx: Tx, pageId: string): Promise<void> {
  const page = await getAuthoredPage(tx, pageId)
  const before = (await listPageEvidence(tx, [pageId])).get(pageId)
  const evidence = await evidenceOf(tx, page)
  await savePageEvidence(tx, page.seq, evidence)
  if (page.kind === 'solution' && before?.state !== evidence.state)
    for (const id of await listLinkedIds(tx, pageId)) await derivePageEvidence(tx, id)
}

/**
 * The evidence of a page that was published, changed, archived or brought back, and of those it is linked to or was.
 * @param neighbours the ids of the pages it was linked to before.
 */
export async function deriveAfterPublishing(tx: Tx, pageId: string, neighbours: readonly string[]): Promise<void> {
  await derivePageEvidence(tx, pageId)
  const page = await getAuthoredPage(tx, pageId)
  if (page.kind !== 'solution') return
  for (const id of new Set([...neighbours, ...(await listLinkedIds(tx, pageId))])) await derivePageEvidence(tx, id)
}

async function evidenceOf(tx: Tx, page: AuthoredPage): Promise<PageEvidence> {
  const positions = await listPositions(tx, page.id)
  return {
    pageId: page.id,
    ledgerChanges: await countLedgerChanges(tx, page.id),
    ...countsOf(positions),
    ...(page.kind === 'barrier' ? await barrierEvidence(tx, page, positions) : solutionEvidence(page, positions)),
  }
}

function countsOf(positions: readonly OrganisationPosition[]) {
  const organisationsByState: Partial<Record<StatementState, number>> = {}
  for (const { state } of [...positions].sort((a, b) => a.state.localeCompare(b.state)))
    organisationsByState[state] = (organisationsByState[state] ?? 0) + 1
  return {
    organisations: positions.length,
    people: positions.reduce((sum, one) => sum + one.people, 0),
    organisationsByState,
    newestOn: positions[0]?.happenedOn ?? null,
  }
}

async function barrierEvidence(tx: Tx, page: AuthoredPage, positions: readonly OrganisationPosition[]) {
  const states = positions.map(one => one.state)
  const solutions = await listPageEvidence(
    tx,
    (await listLinkedPages(tx, page.id)).filter(one => one.kind === 'solution').map(one => one.id),
  )
  const state = barrierStateOf(
    states,
    [...solutions.values()].map(one => one.state),
    positions.some(one => isResolved(one.state) && one.linkedPageId !== null),
  )
  return { state, resolvedCount: states.filter(isResolved).length, proofScore: 0, provenSince: null }
}

function solutionEvidence(page: AuthoredPage, positions: readonly OrganisationPosition[]) {
  const states = positions.map(one => one.state)
  const { isProven, score, since } = assessProof(positions, page.authorOrganisationId)
  return {
    state: solutionStateOf(states, isProven),
    resolvedCount: states.filter(state => state === 'worked').length,
    proofScore: score,
    provenSince: since,
  }
}
