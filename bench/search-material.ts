import Sqlite from 'better-sqlite3'
import { capitalise } from '../src/platform/text.js'
import { indexedTextOf } from '../src/search/text.js'
import { trigramsOf, vocabularyOf } from '../src/search/vocabulary.js'
import type { Progress } from '../src/platform/progress.js'
import { organisationKinds } from '../src/accounts/index.js'
import { sortKeyOf } from '../src/platform/text.js'
import { seeded } from './material.js'

const DIFFERENT_WORDS = 60_000
const ORGANISATIONS = 1_000
const BODY_CHARACTERS = 3 * 1024

/** Number of pages on which every organisation has made a statement. */
const POPULAR_PAGES = 20

const syllables = [
  ...'ac ban cor del em fen gar hol ip jun kel lor mun net or pan qui ros'.split(' '),
  ...'sol tem ul ven wor yet zan ble ton ing ure ous ra mi sta clo pre vi'.split(' '),
]

/** The words of the pages. Depends only on the seed. */
export interface Material {
  /** All words, the most frequent first. */
  readonly words: readonly string[]
  readonly random: () => number
  /** Picks a word. The probability of the word with rank r is about 1 / r. */
  readonly word: () => string
}

/** Creates the words of the pages for a seed. */
export function materialOf(seed: number): Material {
  const random = seeded(seed)
  const wordSet = new Set<string>()
  while (wordSet.size < DIFFERENT_WORDS) {
    const length = 1 + Math.floor(random() * 2) + (wordSet.size > 500 ? 2 : 0)
    wordSet.add(Array.from({ length }, () => syllables[Math.floor(random() * syllables.length)]).join(''))
  }
  const words = [...wordSet]
  let sum = 0
  const upTo = Float64Array.from(words, (_, at) => (sum += 1 / (at + 3)))
  const word = (): string => {
    const wanted = random() * sum
    let low = 0
    let high = words.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (upTo[middle]! < wanted) low = middle + 1
      else high = middle
    }
    return words[low]!
  }
  return { words, random, word }
}

/**
 * Fills a migrated, empty SQLite database with `count` pages of 3 KB with Zipf-distributed words, and evidence from 1,000
 * organisations. Inserts rows in bulk. In all that a search reads, they equal the rows that the commands would write.
 */
export function fill(
  file: string,
  count: number,
  { words, random, word }: Material,
  themes: readonly string[],
  progress: Progress,
): void {
  const database = new Sqlite(file)
  database.pragma('synchronous = OFF')
  database.pragma('cache_size = -256000')
  const below = (limit: number): number => Math.floor(random() * limit)
  const text = (length: number): string => Array.from({ length }, word).join(' ')
  const day = (): string =>
    `20${20 + below(6)}-${String(1 + below(12)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}`
  const insert = (table: string, columns: string): Sqlite.Statement =>
    database.prepare(
      `insert into ${table} (${columns}) values (${columns
        .split(',')
        .map(() => '?')
        .join(',')})`,
    )
  const kinds = Object.keys(organisationKinds)
  const insertOrganisation = insert('organisation', 'id, slug, name, kind, created_at')
  const insertPage = insert(
    'page',
    'id, seq, kind, slug, sort_key, title, summary, theme, tags, links, body, hash, number, ' +
      'revision_id, changed_at, changed_by, created_at',
  )
  const insertTag = insert('page_tag', 'page_id, tag')
  const insertIndex = insert('page_search', 'rowid, title, summary, tags, headings, body')
  const insertEvidence = insert(
    'page_evidence',
    'seq, page_id, state, organisations, people, resolved_count, organisations_by_state, proof_score, newest_on, proven_since',
  )
  const insertPosition = insert(
    'organisation_position',
    'page_id, organisation_id, state, happened_on, since, people, people_by_state, named_state',
  )
  const pages = new Map<string, number>()
  const states = {
    barrier: ['waiting', 'has-workaround', 'proven', 'mostly-overcome'],
    solution: ['untried', 'tried', 'worked', 'proven'],
  } as const

  /** Most pages have no evidence, some have a little, and a few have very much. */
  const organisationCount = (seq: number): number => {
    if (seq <= POPULAR_PAGES) return ORGANISATIONS
    if (random() < 0.6) return 0
    return Math.min(ORGANISATIONS, Math.floor(1 / (0.02 + random())) + below(4))
  }

  const insertPageWithEvidence = (seq: number): void => {
    const id = `page-${String(seq).padStart(8, '0')}`
    const kind = random() < 0.6 ? 'barrier' : 'solution'
    const title = capitalise(text(3 + below(5)))
    const summary = `${text(15)}.`
    const tags = [...new Set(Array.from({ length: below(4) }, () => words[below(300)]!))]
    let body = ''
    while (body.length < BODY_CHARACTERS) body += `${body.length % 5 === 0 ? `## ${text(3)}\n\n` : ''}${text(60)}.\n\n`
    body = body.slice(0, BODY_CHARACTERS)
    const at = `${day()}T09:00:00.000Z`
    const indexed = indexedTextOf({ title, summary, theme: '', tags, links: [], body })
    insertPage.run(
      id,
      seq,
      kind,
      `page-${seq}`,
      sortKeyOf(title),
      title,
      summary,
      themes[below(themes.length)],
      JSON.stringify(tags),
      '[]',
      body,
      '',
      1,
      `revision-${seq}`,
      at,
      'The bench',
      at,
    )
    for (const tag of tags) insertTag.run(id, tag)
    insertIndex.run(seq, indexed.title, indexed.summary, indexed.tags, indexed.headings, indexed.body)
    for (const term of vocabularyOf(Object.values(indexed) as string[])) pages.set(term, (pages.get(term) ?? 0) + 1)
    const organisations = organisationCount(seq)
    const first = below(ORGANISATIONS)
    for (let n = 0; n < organisations; n++) {
      const named = random() < 0.8
      const on = day()
      insertPosition.run(
        id,
        `organisation-${(first + n * 7) % ORGANISATIONS}`,
        'facing',
        on,
        on,
        1,
        '{"facing":1}',
        named ? 'facing' : null,
      )
    }
    insertEvidence.run(
      seq,
      id,
      states[kind][organisations === 0 ? 0 : below(4)],
      organisations,
      organisations,
      below(organisations + 1),
      '{}',
      0,
      organisations > 0 ? day() : null,
      null,
    )
  }

  database.transaction(() => {
    for (let n = 0; n < ORGANISATIONS; n++)
      insertOrganisation.run(
        `organisation-${n}`,
        `organisation-${n}`,
        `Organisation ${n}`,
        kinds[n % kinds.length],
        '2020-01-01T00:00:00.000Z',
      )
  })()
  const batch = database.transaction((from: number, to: number) => {
    for (let seq = from; seq <= to; seq++) insertPageWithEvidence(seq)
  })
  for (let from = 1; from <= count; from += 1_000) {
    batch(from, Math.min(count, from + 999))
    progress(Math.min(count, from + 999), count)
  }
  const insertWord = insert('search_word', 'word, pages')
  const insertTrigram = insert('search_trigram', 'trigram, length, word')
  database.transaction(() => {
    for (const [term, number] of pages) {
      insertWord.run(term, number)
      for (const trigram of trigramsOf(term)) insertTrigram.run(trigram, term.length, term)
    }
  })()
  database.close()
}
