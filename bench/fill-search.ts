import Sqlite from 'better-sqlite3'
import { organisationKinds } from '../src/accounts/index.js'
import type { Kind } from '../src/pages/index.js'
import type { Progress } from '../src/platform/progress.js'
import { capitalise, titleKey } from '../src/platform/text.js'
import { indexEntryOf } from '../src/search/index-entry.js'
import { indexedTextOf } from '../src/search/indexed-text.js'
import { trigramsOf, vocabularyOf } from '../src/search/vocabulary.js'
import type { Material } from './search-material.js'

const ORGANISATIONS = 1_000
const BODY_CHARACTERS = 3 * 1024
const PAGES_PER_TRANSACTION = 1_000

/** Number of pages on which every organisation has made a statement. */
const POPULAR_PAGES = 20

const states: Readonly<Record<Kind, readonly string[]>> = {
  barrier: ['waiting', 'has-workaround', 'proven', 'mostly-overcome'],
  solution: ['untried', 'tried', 'worked', 'proven'],
}

/**
 * Fills a migrated, empty SQLite database with `count` pages of 3 KB with Zipf-distributed words, and evidence from 1,000
 * organisations. Inserts rows in bulk. In all that a search reads, they equal the rows that the commands would write.
 */
export function fill(
  file: string,
  count: number,
  material: Material,
  themes: readonly string[],
  progress: Progress,
): void {
  const database = new Sqlite(file)
  database.pragma('synchronous = OFF')
  database.pragma('cache_size = -256000')
  const inserts = insertsInto(database)
  const choices = choicesFrom(material)
  const pagesByWord = new Map<string, number>()
  database.transaction(() => insertOrganisations(inserts))()
  const insertPages = database.transaction((from: number, to: number) => {
    for (let seq = from; seq <= to; seq++) {
      const page = pageOf(seq, choices)
      insertPage(inserts, page, choices.oneOf(themes), pagesByWord)
      insertEvidence(inserts, page, choices)
    }
  })
  for (let from = 1; from <= count; from += PAGES_PER_TRANSACTION) {
    const to = Math.min(count, from + PAGES_PER_TRANSACTION - 1)
    insertPages(from, to)
    progress(to, count)
  }
  database.transaction(() => insertVocabulary(inserts, pagesByWord))()
  database.close()
}

type Inserts = ReturnType<typeof insertsInto>

/** Prepares the statements that insert a row into each table. */
function insertsInto(database: Sqlite.Database) {
  const insert = (table: string, columns: string): Sqlite.Statement => {
    const places = columns.split(',').map(() => '?')
    return database.prepare(`insert into ${table} (${columns}) values (${places.join(',')})`)
  }
  return {
    organisation: insert('organisation', 'id, slug, name, kind, created_at'),
    page: insert(
      'page',
      'id, seq, kind, slug, sort_key, title, summary, theme, tags, links, body, hash, number, ' +
        'revision_id, changed_at, changed_by_name, created_at',
    ),
    tag: insert('page_tag', 'page_id, tag'),
    index: insert('page_search', 'rowid, title, summary, tags, headings, body, extras, excerpt'),
    evidence: insert(
      'page_evidence',
      'seq, page_id, state, organisations, people, resolved_count, organisations_by_state, proof_score, ' +
        'newest_on, proven_since',
    ),
    position: insert(
      'organisation_position',
      'page_id, organisation_id, state, happened_on, since, people, people_by_state, named_state',
    ),
    word: insert('search_word', 'word, pages'),
    trigram: insert('search_trigram', 'trigram, length, word'),
  }
}

/** Random choices, which depend only on the material's seed and on their order. */
interface Choices {
  readonly random: () => number
  /** A whole number from 0 to below `limit`. */
  readonly below: (limit: number) => number
  readonly oneOf: <T>(items: readonly T[]) => T
  /** This many words. */
  readonly text: (words: number) => string
  readonly tag: () => string
  readonly day: () => string
}

function choicesFrom({ words, random, word }: Material): Choices {
  const below = (limit: number): number => Math.floor(random() * limit)
  const twoDigits = (number: number): string => String(number).padStart(2, '0')
  return {
    random,
    below,
    oneOf: items => items[below(items.length)]!,
    text: length => Array.from({ length }, word).join(' '),
    tag: () => words[below(300)]!,
    day: () => `20${20 + below(6)}-${twoDigits(1 + below(12))}-${twoDigits(1 + below(28))}`,
  }
}

function insertOrganisations(inserts: Inserts): void {
  const kinds = Object.keys(organisationKinds)
  for (let n = 0; n < ORGANISATIONS; n++) {
    const id = `organisation-${n}`
    inserts.organisation.run(id, id, `Organisation ${n}`, kinds[n % kinds.length], '2020-01-01T00:00:00.000Z')
  }
}

interface Page {
  readonly id: string
  readonly seq: number
  readonly kind: Kind
  readonly title: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly body: string
  readonly at: string
}

function pageOf(seq: number, { random, below, text, tag, day }: Choices): Page {
  const id = `page-${String(seq).padStart(8, '0')}`
  const kind = random() < 0.6 ? 'barrier' : 'solution'
  const title = capitalise(text(3 + below(5)))
  const summary = `${text(15)}.`
  const tags = [...new Set(Array.from({ length: below(4) }, tag))]
  let body = ''
  while (body.length < BODY_CHARACTERS) body += `${body.length % 5 === 0 ? `## ${text(3)}\n\n` : ''}${text(60)}.\n\n`
  return { id, seq, kind, title, summary, tags, body: body.slice(0, BODY_CHARACTERS), at: `${day()}T09:00:00.000Z` }
}

/** Inserts a page, its tags and its entry in the index, and counts its words in `pagesByWord`. */
function insertPage(inserts: Inserts, page: Page, theme: string, pagesByWord: Map<string, number>): void {
  const { id, seq, kind, title, summary, tags, body, at } = page
  inserts.page.run(
    ...[id, seq, kind, `page-${seq}`, titleKey(title), title, summary, theme, JSON.stringify(tags), '[]', body, '', 1],
    ...[`revision-${seq}`, at, 'The bench', at],
  )
  for (const tag of tags) inserts.tag.run(id, tag)
  const entry = indexEntryOf(indexedTextOf({ title, summary, theme: '', tags, links: [], body }))
  const { excerpt, ...words } = entry
  inserts.index.run(seq, ...Object.values(words), excerpt)
  for (const word of vocabularyOf(Object.values<string>(words))) {
    pagesByWord.set(word, (pagesByWord.get(word) ?? 0) + 1)
  }
}

function insertEvidence(inserts: Inserts, { id, seq, kind }: Page, { random, below, day }: Choices): void {
  const organisations = organisationsOn(seq, random, below)
  const first = below(ORGANISATIONS)
  for (let n = 0; n < organisations; n++) {
    const namedState = random() < 0.8 ? 'facing' : null
    const on = day()
    const organisationId = `organisation-${(first + n * 7) % ORGANISATIONS}`
    inserts.position.run(id, organisationId, 'facing', on, on, 1, '{"facing":1}', namedState)
  }
  const state = states[kind][organisations === 0 ? 0 : below(4)]
  const resolved = below(organisations + 1)
  const newest = organisations > 0 ? day() : null
  inserts.evidence.run(seq, id, state, organisations, organisations, resolved, '{}', 0, newest, null)
}

/** Most pages have no evidence, some have a little, and a few have very much. */
function organisationsOn(seq: number, random: () => number, below: (limit: number) => number): number {
  if (seq <= POPULAR_PAGES) return ORGANISATIONS
  if (random() < 0.6) return 0
  return Math.min(ORGANISATIONS, Math.floor(1 / (0.02 + random())) + below(4))
}

function insertVocabulary(inserts: Inserts, pagesByWord: ReadonlyMap<string, number>): void {
  for (const [word, pages] of pagesByWord) {
    inserts.word.run(word, pages)
    for (const trigram of trigramsOf(word)) inserts.trigram.run(trigram, word.length, word)
  }
}
