import type { Migration } from '../src/platform/database/index.js'

/**
 * Gives the tables of search plain names. Drops the trigrams and marks the search index as stale; rebuilding it fills
 * both. Indexed texts now separate headings.
 */
export const searchNames: Migration = {
  name: '008-search-names',
  statements: (engine, text) => [
    `alter table synonym rename column words to terms`,
    `drop table search_gram`,
    `create table search_trigram (
      trigram ${text} not null,
      length integer not null,
      word ${text} not null,
      primary key (trigram, length, word)
    )${engine === 'sqlite' ? ' without rowid' : ''}`,
  ],
  makesStale: ['search-index'],
}
