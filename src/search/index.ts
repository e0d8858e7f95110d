export { browse, type BrowseOptions, type Browsed } from './browse.js'
export { mayCountUnderKind, type Filters } from './conditions.js'
export { facetGroups, filtersIn, knownFilters, parametersOf, withParameters } from './filter-form.js'
export { filtersOf, mergedFilters } from './filters.js'
export type { Count, Facets, Sort } from './find.js'
export {
  indexDamage,
  indexedText,
  indexEveryPage,
  indexPage,
  listStrays,
  rebuildWords,
  unindexPage,
  wordDamage,
} from './indexing.js'
export type { ListSort } from './list.js'
export {
  filterNames,
  formatFilters,
  LONGEST_QUERY,
  parseQuery,
  queryText,
  type FilterName,
  type Query,
} from './query.js'
export type { Evidence } from './rank.js'
export { searchRoutes } from './routes.js'
export { search, searchPages, similarPages, type Found, type Hit, type SearchOptions } from './search.js'
export type { Segment } from './snippet.js'
export {
  FEWEST_TERMS,
  listSynonyms,
  LONGEST_TERM,
  MOST_TERMS,
  normalisedTerms,
  putSynonyms,
  removeSynonyms,
  sampleSynonyms,
  type Synonyms,
} from './synonyms.js'
export { synonymRoutes } from './synonym-routes.js'
