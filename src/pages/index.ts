/** The published pages: their kinds, content, addresses and links. */
export {
  contentColumns,
  contentFromRow,
  contentHash,
  isSameContent,
  MAX_BODY_LENGTH,
  MAX_LINKS,
  MAX_SUMMARY_LENGTH,
  MAX_TAG_LENGTH,
  MAX_TAGS,
  MAX_TITLE_LENGTH,
  normaliseTag,
  type Content,
} from './content.js'
export {
  addressOf,
  allKinds,
  bodyTemplate,
  canBeProven,
  isKind,
  kinds,
  pageAddresses,
  provableKindsFirst,
  removeEmptySections,
  type Kind,
  type KindDefinition,
} from './kinds.js'
export { actionsOffered, actionsOnPage, type PageAction } from './rules.js'
export { findPageOrRedirect } from './find-page-or-redirect.js'
export {
  countPagesByTheme,
  findPage,
  findPageById,
  findPageByTitle,
  getBody,
  getPageById,
  getPageSeq,
  getPublished,
  listNewestPages,
  listPageIds,
  listPagesByIds,
  loadPagesById,
  type PageHead,
} from './store.js'
export { findMovedSlug, listPagesWithoutAddress } from './address-store.js'
export { listLinkedIds, listLinkedPages, type LinkedPage } from './link-store.js'
export {
  createPage,
  readDerivedRows,
  rebuildPage,
  setArchivedAt,
  updatePage,
  type PublishedRevision,
} from './published-copy-store.js'
export { archivedDate, displayDate, displayTime, type DisplayDate, type DisplayTime } from './display-time.js'
export { pageCard, type PageCard } from './page-card-model.js'
export { themeName } from './theme-name.js'
