import type { Migration } from '../src/platform/database/index.js'

/**
 * Gives the tables of search plain names. The search index is rebuilt, and with it the trigrams, because its texts now
 * set headings off.
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
