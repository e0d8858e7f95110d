import type { Migration } from '../src/platform/database/index.js'

/**
 * Lets the search index hold the words of each text as our own code splits it, words with hyphens as one word, and apart
 * from them what the results show.
 */
export const searchWords: Migration = {
  name: '012-search-words',
  statements: (engine, text) =>
    engine === 'sqlite'
      ? [
          `drop table page_search`,
          `create virtual table page_search using fts5 (
            title, summary, tags, headings, body, extras, excerpt unindexed,
            tokenize = 'porter unicode61 remove_diacritics 2'
          )`,
        ]
      : [
          `alter table page_search add column extras ${text} not null default ''`,
          `alter table page_search add column excerpt ${text} not null default ''`,
        ],
  makesStale: ['search-index'],
}
