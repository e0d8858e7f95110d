/** What organisations state about pages, and what follows from it: positions, evidence and proof. */
export { showArchived } from './archived-page.js'
export { ORGANISATIONS_FOR_COVER } from './disclosure.js'
export { createEvidenceCaches, type EvidenceDeps } from './caches.js'
export { deriveAfterPublishing, rebuildEvidence } from './derive.js'
export type { StatementInput } from './forms.js'
export { organisationChart } from './organisation-chart.js'
export { evidenceCards, type EvidenceCard } from './evidence-cards.js'
export { evidencePanel, type EvidencePanel, type LinkedWithEvidence } from './evidence-panel.js'
export { peerTexts, type ReaderOrganisation } from './peers.js'
export { listOwnStatementModels, type OwnStatement } from './own-statement-model.js'
export { listStatementsToConfirm } from './account-statements.js'
export { evidenceRoutes } from './routes.js'
export { canRemoveStatements, removalReasons } from './rules.js'
export {
  barrierStates,
  isResolved,
  reportStates,
  solutionStates,
  statesFoundByKind,
  type PageState,
  trialStates,
} from './states.js'
export { recordStatement } from './record-statement.js'
export {
  evidenceRows,
  listFacedBarriers,
  listNewlyProven,
  listPageEvidence,
  listWaitingBarriers,
  type PageEvidence,
} from './page-evidence-store.js'
export {
  countByKind,
  countByOrganisation,
  countManyByKind,
  listCoveredKinds,
  listNamedPositions,
  listResolvedByKind,
  type KindCount,
  type NamedPosition,
  type OrganisationCount,
} from './position-store.js'
export { bestProvenFirst, ORGANISATIONS_FOR_PROOF } from './proof.js'
export { proofsOf } from './statement-context.js'
export { mayBeOutOfDate } from './statement-model.js'
export { listMostFaced, type OrganisationsOnPage } from './counted-statement-store.js'
export { listPagesWithOwnStatement } from './own-statement-store.js'
export { kindHeading, kindsInOrder, givenKind } from './kind-counts.js'
export { pageStateLabels, evidenceTag, stateLabels, statementTableLabels } from './labels.js'
export { statementAction, type StatementAction } from './statement-action.js'
export type { StatementTableLabels } from './labels.js'
