import type { Migration } from '../src/platform/database/index.js'

export const search: Migration = {
  name: '003-search',
  statements: (engine, text) => [
    `drop table page_search`,
    ...(engine === 'sqlite'
      ? [
          `create virtual table page_search using fts5 (
            title, summary, tags, headings, body, tokenize = 'porter unicode61 remove_diacritics 2'
          )`,
        ]
      : [
          `create table page_search (
            seq integer primary key,
            document tsvector not null,
            title text not null default '',
            summary text not null default '',
            tags text not null default '',
            headings text not null default '',
            body text not null default ''
          )`,
          `create index page_search_document on page_search using gin (document)`,
          // English without its stop words: a phrase may contain them, and a page may be called "Who we are".
          `create text search dictionary unblock_stem (template = snowball, language = english)`,
          `create text search configuration unblock (parser = default)`,
          `alter text search configuration unblock add mapping
            for asciiword, word, hword, hword_part, hword_asciipart, asciihword with unblock_stem`,
          `alter text search configuration unblock add mapping
            for numword, numhword, hword_numpart, int, uint, float, sfloat, version with simple`,
        ]),
    `create table search_word (
      word ${text} primary key,
      pages integer not null
    )`,
    `create table search_gram (
      gram ${text} not null,
      length integer not null,
      word ${text} not null,
      primary key (gram, length, word)
    )${engine === 'sqlite' ? ' without rowid' : ''}`,
    `create table synonym (
      id ${text} primary key,
      words ${text} not null,
      created_at ${text} not null
    )`,
    // Has all columns that a search needs of every match, so that it reads this index and not the far larger pages.
    `create index page_found on page (seq, id, kind, theme, archived_at)`,
    `create index standing_found on standing (page_id, named_state, organisation_id)`,
    `create index page_evidence_recent on page_evidence (coalesce(newest_on, ''), page_id)`,
    `create index organisation_kind on organisation (id, kind)`,
  ],
  makesStale: ['search-index'],
}
