export { compareContents, type ContentComparison, type ContentNames } from './compare.js'
export type { DiffSegment } from './hidden-characters.js'
export { withLineEndingsOf } from './line-endings.js'
export { markDifferences } from './mark-differences.js'
export { mergeContent, type ContentMerge } from './merge-content.js'
export { resolveWithBoth } from './merge.js'
export { loadContentNames } from './content-names.js'
export { compareAddress, revisionAddress } from './revision-model.js'
export { parseRevisionNumber } from './revision-number.js'
export { revisionRoutes } from './routes.js'
export {
  appendRevision,
  countReviewedRevisions,
  findRevision,
  getRevision,
  getRevisionById,
  hasEarlierRevisionWithHash,
  listUnreviewedRevisions,
  listRevisions,
  listRevisionsWithContent,
  newRevisionId,
  type Authorship,
  type PublishedHow,
  type NewRevision,
  type Revision,
  type RevisionHead,
} from './store.js'
