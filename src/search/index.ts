export { browse, type BrowseOptions, type BrowseResults } from './browse.js'
export { countsUnderOrganisationKind } from './conditions.js'
export { facetGroups, type FacetGroup } from './facet-groups.js'
export { filterParams, filtersFromParams, withParams } from './filter-params.js'
export { resolveFilters } from './resolve-filters.js'
export { filtersFromQuery, mergeFilters, type Filters } from './filters.js'
export {
  findIndexProblems,
  findVocabularyProblems,
  indexEveryPage,
  indexPage,
  listOrphans,
  readIndexEntry,
  rebuildVocabulary,
  unindexPage,
} from './indexing.js'
export { MAX_QUERY_LENGTH } from './limits.js'
export { parseQuery, type SearchQuery } from './query.js'
export { searchRoutes } from './routes.js'
export { findSimilarPages, search, searchPages, type Hit, type SearchOptions, type SearchResults } from './search.js'
export { createSearcher, type SearchDeps, type Searcher } from './searcher.js'
export { insertSynonymGroup, listSynonymGroups, type SynonymGroup } from './synonym-store.js'
export { normaliseTerms } from './synonyms.js'
export { synonymRoutes } from './synonym-routes.js'
