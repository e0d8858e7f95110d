export { compareContents, type Comparison, type Names } from './compare.js'
export type { DiffSegment } from './hidden-characters.js'
export { markDifferences } from './mark-differences.js'
export { mergeContent, type ContentMerge } from './merge-content.js'
export { namesFor, revisionRoutes } from './routes.js'
export {
  appendRevision,
  countReviewed,
  findRevision,
  getRevision,
  getRevisionById,
  hasSaid,
  listDirect,
  listRevisions,
  listWhole,
  newRevisionId,
  type Authorship,
  type How,
  type NewRevision,
  type Revision,
  type RevisionHead,
} from './store.js'
