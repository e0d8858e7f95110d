export { amend, withdraw, editPage, documentPage, type WriteResult, type PageSubmission } from './write.js'
export { decide, loadProposal, resolveConflict, type DecisionInput, type Proposal } from './decide.js'
export { archive, bringBack, publish, type Publication, type Published } from './publish.js'
export { reviewRoutes } from './review-routes.js'
export { suggestionRoutes } from './suggestion-routes.js'
export { takeDownRoutes } from './take-down-routes.js'
export { bringBackAsModerator, archiveAsModerator } from './take-down.js'
export { writeRoutes } from './write-routes.js'
export {
  actionsOn,
  canSee,
  earnsTrust,
  publishesWithoutReview,
  reasons,
  type ReasonCode,
  type Verdict,
} from './rules.js'
export { getSuggestion, listAllAmendments, listPendingOn } from './store.js'
