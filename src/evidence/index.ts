export { blockedWhereRoutes } from './blocked-where-routes.js'
export { deriveAfterPublishing, rebuildEvidence } from './derive.js'
export { reportForm, reportInput, trialForm, type StatementInput } from './forms.js'
export { organisationRoutes } from './organisation-routes.js'
export {
  evidenceCards,
  evidencePanel,
  likeTexts,
  ownWords,
  type EvidenceCard,
  type EvidencePanel,
  type Like,
  type LinkedWithEvidence,
  type OwnStatement,
} from './panel.js'
export { askedAgain, evidenceRoutes } from './routes.js'
export { barrierStates, canState, removalReasons, solutionStates, type PageState, type State } from './rules.js'
export { removeStatement, restate, state, withdrawStatement } from './state.js'
export {
  countByKind,
  evidenceRows,
  listCoveredKinds,
  listMostFaced,
  listNewlyProven,
  listPageEvidence,
  listSpokenOf,
  listWaiting,
  type PageEvidence,
} from './store.js'
export {
  evidenceShown,
  kindsText,
  pageStateWords,
  sayOf,
  statementLabels,
  tagOf,
  type ShownEvidence,
  type ShownStatement,
} from './view-models.js'
