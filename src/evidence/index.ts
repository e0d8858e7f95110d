/** What organisations state about pages, and what follows from it: positions, evidence and proof. */
export { showArchived } from './archived-page.js'
export { ORGANISATIONS_FOR_COVER } from './disclosure.js'
export { createEvidenceCaches, type EvidenceCaches, type EvidenceDeps } from './caches.js'
export { deriveAfterPublishing, rebuildEvidence } from './derive.js'
export type { StatementInput } from './forms.js'
export { organisationChart } from './organisation-chart.js'
export { evidenceCards, type EvidenceCard } from './evidence-cards.js'
export { evidencePanel, type EvidencePanel, type LinkedWithEvidence } from './evidence-panel.js'
export { peerTexts, type ReaderOrganisation } from './peers.js'
export { listOwnStatementModels, type OwnStatement } from './own-statement-model.js'
export { listStatementsToConfirm } from './account-statements.js'
export { evidenceRoutes } from './routes.js'
export { canMakeStatements, canRemoveStatements, lacksListing, removalReasons } from './rules.js'
export {
  barrierStates,
  isResolved,
  solutionStates,
  statesFoundByKind,
  type PageState,
  type StatementState,
} from './states.js'
export { correctStatement } from './correct-statement.js'
export { recordStatement, type RecordedStatement } from './record-statement.js'
export { removeStatement } from './remove-statement.js'
export { withdrawStatement } from './withdraw-statement.js'
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
export { evidenceModel, type EvidenceModel } from './evidence-model.js'
export { kindHeading, kindsInOrder, kindsText, givenKind } from './kind-counts.js'
export { pageStateLabels, evidenceTag, stateLabels, statementTableLabels } from './labels.js'
export { statementAction, type StatementAction } from './statement-action.js'
export type { StatementModel } from './statement-model.js'
export type { StatementTableLabels } from './labels.js'
