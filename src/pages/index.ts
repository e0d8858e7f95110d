export {
  contentColumns, contentFrom, hashOf, LONGEST_BODY, LONGEST_SUMMARY, LONGEST_TAG, LONGEST_TITLE, MOST_LINKS, MOST_TAGS, normalisedTag, sameContent, type Content,
} from './content.js'
export { addressOf, emptyBody, isKind, kindList, kinds, withoutEmptyHeadings, type Kind, type KindDefinition } from './kinds.js'
export { pageAt } from './page-at.js'
export {
  archivePage, countByTheme, createPage, derivedRows, findPage, findPageById, getBody, getPageById, getPublished, getSeq, listByIds, listLinked, listNeighbours, listPageIds, listPages,
  listPagesWithoutAddress, rebuildPage, updatePage, type LinkedPage, type PageHead, type Sort, type Source,
} from './store.js'
export { cardOf, dateOf, pageAddresses, themeName, timeOf, type PageCard, type ShownDate, type ShownTime } from './view-models.js'
