import type { Tx } from '../platform/database/index.js'
import { canBeProven, listLinkedPages, listLinkedIds } from '../pages/index.js'
import {
  getAuthoredPage,
  listPageEvidence,
  savePageEvidence,
  type AuthoredPage,
  type PageEvidence,
} from './page-evidence-store.js'
import {
  listOrganisationsWithPositions,
  listPositions,
  savePosition,
  type OrganisationPosition,
} from './position-store.js'
import { assessProof, barrierStateOf, solutionStateOf } from './proof.js'
import { currentPosition, namesOrganisation, publiclyCountable } from './positions.js'
import { isResolved, type StatementState } from './states.js'
import { countLedgerChanges, listCountableStatements, listOrganisationsWithStatements } from './statement-store.js'

/** Derives an organisation's position on a page, then the page's evidence, after a statement was made or ended. */
export async function deriveAfterStatement(tx: Tx, pageId: string, organisationId: string): Promise<void> {
  await derivePosition(tx, pageId, organisationId)
  await derivePageEvidence(tx, pageId)
}

/**
 * Derives the evidence of a page that was published, changed, archived or brought back, and of the barriers that it is
 * or was linked to.
 * @param neighbours the ids of the pages that it was linked to before.
 */
export async function deriveAfterPublishing(tx: Tx, pageId: string, neighbours: readonly string[]): Promise<void> {
  await derivePageEvidence(tx, pageId)
  const page = await getAuthoredPage(tx, pageId)
  if (!canBeProven(page.kind)) return
  const linked = await listLinkedIds(tx, pageId)
  for (const id of new Set([...neighbours, ...linked])) await derivePageEvidence(tx, id)
}

/**
 * Derives the positions and evidence of one page from its statements again. If nothing was wrong, the rows stay the
 * same. Rebuild solutions before the barriers that they are linked to.
 */
export async function rebuildEvidence(tx: Tx, pageId: string): Promise<void> {
  const withStatements = await listOrganisationsWithStatements(tx, pageId)
  const withPositions = await listOrganisationsWithPositions(tx, pageId)
  for (const organisationId of new Set([...withStatements, ...withPositions]))
    await derivePosition(tx, pageId, organisationId)
  const page = await getAuthoredPage(tx, pageId)
  await savePageEvidence(tx, page.seq, await evidenceOf(tx, page))
}

async function derivePosition(tx: Tx, pageId: string, organisationId: string): Promise<void> {
  const page = await getAuthoredPage(tx, pageId)
  const statements = await listCountableStatements(tx, pageId, organisationId)
  const isAuthor = canBeProven(page.kind) && page.authorOrganisationId === organisationId
  const counted = publiclyCountable(statements, isAuthor)
  await savePosition(tx, pageId, organisationId, currentPosition(counted), counted.some(namesOrganisation))
}

/**
 * Derives a page's evidence from its positions and links. If the state of a solution changes, the barriers that it is
 * linked to follow. Archived ones follow too, since a page is brought back with the evidence that it has.
 */
async function derivePageEvidence(tx: Tx, pageId: string): Promise<void> {
  const page = await getAuthoredPage(tx, pageId)
  const before = (await listPageEvidence(tx, [pageId])).get(pageId)
  const evidence = await evidenceOf(tx, page)
  await savePageEvidence(tx, page.seq, evidence)
  if (!canBeProven(page.kind) || before?.state === evidence.state) return
  for (const id of await listLinkedIds(tx, pageId)) await derivePageEvidence(tx, id)
}

async function evidenceOf(tx: Tx, page: AuthoredPage): Promise<PageEvidence> {
  const positions = await listPositions(tx, page.id)
  const assessed = canBeProven(page.kind) ? assessSolution(page, positions) : await assessBarrier(tx, page, positions)
  return {
    pageId: page.id,
    organisations: positions.length,
    people: positions.reduce((people, position) => people + position.people, 0),
    organisationsByState: countStates(positions),
    newestOn: positions[0]?.happenedOn ?? null,
    ledgerChanges: await countLedgerChanges(tx, page.id),
    ...assessed,
  }
}

/** The number of organisations in each state, in the order of the states' names: the same counts make the same JSON. */
function countStates(positions: readonly OrganisationPosition[]): PageEvidence['organisationsByState'] {
  const counts: Partial<Record<StatementState, number>> = {}
  const states = positions.map(position => position.state).sort((a, b) => a.localeCompare(b))
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

type Assessment = Pick<PageEvidence, 'state' | 'resolvedCount' | 'proofScore' | 'provenSince'>

async function assessBarrier(
  tx: Tx,
  page: AuthoredPage,
  positions: readonly OrganisationPosition[],
): Promise<Assessment> {
  const solutions = (await listLinkedPages(tx, page.id)).filter(linked => canBeProven(linked.kind))
  const evidence = await listPageEvidence(
    tx,
    solutions.map(solution => solution.id),
  )
  const states = positions.map(position => position.state)
  const solutionStates = [...evidence.values()].map(solution => solution.state)
  const namesSolution = positions.some(position => isResolved(position.state) && position.linkedPageId !== null)
  return {
    state: barrierStateOf(states, solutionStates, namesSolution),
    resolvedCount: states.filter(isResolved).length,
    proofScore: 0,
    provenSince: null,
  }
}

function assessSolution(page: AuthoredPage, positions: readonly OrganisationPosition[]): Assessment {
  const states = positions.map(position => position.state)
  const { isProven, score, since } = assessProof(positions, page.authorOrganisationId)
  return {
    state: solutionStateOf(states, isProven),
    resolvedCount: states.filter(state => state === 'worked').length,
    proofScore: score,
    provenSince: since,
  }
}
