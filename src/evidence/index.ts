export { createEvidenceCaches, type EvidenceCaches, type EvidenceDeps } from './caches.js'
export { deriveAfterPublishing, rebuildEvidence } from './derive.js'
export { reportForm, reportInput, trialForm, type StatementInput } from './forms.js'
export { organisationRoutes } from './organisation-routes.js'
export { evidenceCards, type EvidenceCard } from './evidence-cards.js'
export { evidencePanel, type EvidencePanel, type LinkedWithEvidence } from './evidence-panel.js'
export { peerTexts, type ReaderOrganisation } from './peers.js'
export { listOwnStatementModels, type OwnStatement } from './own-statement-models.js'
export { listStatementsToConfirm, evidenceRoutes } from './routes.js'
export { canMakeStatements, removalReasons } from './rules.js'
export { barrierStates, isResolved, solutionStates, type PageState, type StatementState } from './states.js'
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
export { countByKind, countManyByKind, listCoveredKinds, type KindCount } from './position-store.js'
export { listMostFaced, listPagesWithOwnStatement } from './statement-store.js'
export { evidenceModel, type EvidenceModel } from './evidence-model.js'
export { kindHeading, kindsInOrder, kindsText, toldKind } from './kind-counts.js'
export { pageStateLabels, evidenceTag, statementTableLabels } from './labels.js'
export { statementAction, type StatementAction } from './statement-action.js'
export type { StatementModel } from './statement-model.js'
export type { StatementTableLabels } from './labels.js'
