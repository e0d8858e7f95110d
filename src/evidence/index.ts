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
export { removeStatement, correctStatement, recordStatement, withdrawStatement } from './state.js'
export {
  countByKind,
  evidenceRows,
  listCoveredKinds,
  listMostFaced,
  listNewlyProven,
  listPageEvidence,
  listPagesWithOwnStatement,
  listWaitingBarriers,
  type PageEvidence,
} from './store.js'
export {
  evidenceModel,
  kindsText,
  pageStateLabels,
  statementAction,
  statementTableLabels,
  evidenceTag,
  type EvidenceModel,
  type StatementAction,
  type StatementModel,
  type StatementTableLabels,
} from './view-models.js'
