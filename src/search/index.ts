export { browse, type BrowseOptions, type BrowseResults } from './browse.js'
export { countsUnderKind, type Filters } from './conditions.js'
export {
  facetGroups,
  filtersFromParams,
  resolveFilters,
  filterParams,
  withParams,
  type FacetGroup,
} from './filter-form.js'
export { filtersFromQuery, mergeFilters } from './filters.js'
export type { FacetCount, Facets, SearchSort } from './find.js'
export {
  findIndexProblems,
  readIndexEntry,
  indexEveryPage,
  indexPage,
  listOrphans,
  rebuildVocabulary,
  unindexPage,
  findVocabularyProblems,
} from './indexing.js'
export type { ListSort } from './list.js'
export {
  filterNames,
  formatFilters,
  MAX_QUERY_LENGTH,
  parseQuery,
  queryText,
  type FilterName,
  type Query,
} from './query.js'
export type { EvidenceSummary } from './rank.js'
export { searchRoutes } from './routes.js'
export { search, searchPages, findSimilarPages, type SearchResults, type Hit, type SearchOptions } from './search.js'
export type { SnippetSegment } from './snippet.js'
export {
  MIN_SYNONYM_TERMS,
  listSynonymGroups,
  MAX_SYNONYM_LENGTH,
  MAX_SYNONYM_TERMS,
  normaliseTerms,
  saveSynonymGroup,
  removeSynonymGroup,
  sampleSynonyms,
  type SynonymGroup,
} from './synonyms.js'
export { synonymRoutes } from './synonym-routes.js'
