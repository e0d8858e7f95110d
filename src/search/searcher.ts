import type { Db } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import { cachedListFacets, cachedListRows, type ReadListFacets, type ReadListRows } from './cached-lists.js'
import { cachedStemmer, type Stemmer } from './stem.js'
import { cachedSynonyms, type ReadSynonyms } from './synonyms.js'

/** The database, with what search keeps of it between requests. Build one for each database, and pass it on. */
export interface Searcher {
  readonly db: Db
  readonly stem: Stemmer
  readonly readSynonyms: ReadSynonyms
  readonly readListRows: ReadListRows
  readonly readListFacets: ReadListFacets
}

/** Creates the searcher of a database, with empty caches. */
export const createSearcher = (db: Db): Searcher => ({
  db,
  stem: cachedStemmer(),
  readSynonyms: cachedSynonyms(db),
  readListRows: cachedListRows(db),
  readListFacets: cachedListFacets(db),
})

/** What routes that search are given. */
export interface SearchDeps extends Deps {
  readonly searcher: Searcher
}
