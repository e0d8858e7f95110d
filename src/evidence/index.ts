export { blockedWhereRoutes } from './blocked-where-routes.js'
export { deriveAfterPublishing, rebuildEvidence } from './derive.js'
export { reportForm, reportInput, trialForm, type StatementInput } from './forms.js'
export { organisationRoutes } from './organisation-routes.js'
export {
  evidenceCards,
  evidencePanel,
  peerTexts,
  listOwnStatementModels,
  type EvidenceCard,
  type EvidencePanel,
  type ReaderOrganisation,
  type LinkedWithEvidence,
  type OwnStatement,
} from './panel.js'
export { listStatementsToConfirm, evidenceRoutes } from './routes.js'
export {
  barrierStates,
  canMakeStatements,
  removalReasons,
  solutionStates,
  type PageState,
  type StatementState,
} from './rules.js'
export { correctStatement } from './correct-statement.js'
export { recordStatement, type RecordedStatement } from './record-statement.js'
export { removeStatement } from './remove-statement.js'
export { withdrawStatement } from './withdraw-statement.js'
export {
  evidenceRows,
  listNewlyProven,
  listPageEvidence,
  listWaitingBarriers,
  type PageEvidence,
} from './page-evidence-store.js'
export { countByKind, listCoveredKinds } from './position-store.js'
export { listMostFaced, listPagesWithOwnStatement } from './statement-store.js'
export {
  evidenceModel,
  kindsText,
  pageStateLabels,
  statementAction,
  evidenceTag,
  type EvidenceModel,
  type StatementModel,
} from './view-models.js'
