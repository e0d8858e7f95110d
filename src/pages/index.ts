export {
  contentColumns, contentFrom, hashOf, LONGEST_BODY, LONGEST_SUMMARY, LONGEST_TAG, LONGEST_TITLE, MOST_LINKS, MOST_TAGS, normalisedTag, sameContent, type Content,
} from './content.js'
export { addressOf, emptyBody, isKind, kindList, kinds, withoutEmptyHeadings, type Kind, type KindDefinition } from './kinds.js'
export { pageAt, pageRoutes } from './routes.js'
export {
  archivePage, createPage, derivedRows, findPage, findPageById, getPageById, getPublished, getSeq, listByIds, listLinked, listPageIds,
  listPagesWithoutAddress, rebuildPage, updatePage, type LinkedPage, type PageHead, type Source,
} from './store.js'
export { cardOf, pageAddresses, themeName, timeOf, type PageCard, type ShownTime } from './view-models.js'
