import { Command } from 'commander'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { readConfig } from '../src/config.js'
import { importHistory } from '../src/imports/index.js'
import { findPage } from '../src/pages/index.js'
import type { Db } from '../src/platform/database/index.js'
import { progressLine } from '../src/platform/progress.js'
import { createSearcher, filtersFromQuery, parseQuery, search, type Searcher } from '../src/search/index.js'
import { openDeps } from '../src/server.js'
import { temporaryFolder } from './processes.js'
import { say } from './report.js'

/** How many results of a search count. */
const DEPTH = 10

const queryFile = z.object({
  queries: z.array(z.object({ query: z.string(), target: z.string(), baseline_rank: z.number() })),
})

interface Rank {
  readonly query: string
  readonly target: string
  /** From 1. 0 if the page is not among the first `DEPTH` results. */
  readonly ours: number
  readonly baseline: number
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

/** Formats the mean reciprocal rank, and the shares of queries that found their page first or at all. 0 is not found. */
function figures(ranks: readonly number[]): string {
  const reciprocal = mean(ranks.map(rank => (rank > 0 ? 1 / rank : 0)))
  const first = mean(ranks.map(rank => (rank === 1 ? 1 : 0)))
  const anywhere = mean(ranks.map(rank => (rank > 0 ? 1 : 0)))
  return `MRR@${DEPTH} ${reciprocal.toFixed(3)}   hit@1 ${first.toFixed(3)}   hit@${DEPTH} ${anywhere.toFixed(3)}`
}

/** Imports a history into its own database, `keep` or a temporary one. Does nothing if it was imported before. */
async function openHistory(
  history: string,
  keep: string | undefined,
): Promise<{ readonly db: Db; readonly ids: ReadonlyMap<string, string> }> {
  const file = keep ?? join(temporaryFolder(), 'unblock.db')
  const deps = await openDeps(readConfig({ DATABASE_URL: `sqlite:${file}`, LOG_LEVEL: 'silent' }))
  const progress = progressLine(`Importing ${basename(history)}`)
  const { pages } = await importHistory(
    deps,
    { file: history, kind: 'solution', theme: 'it-and-access', source: 'relevance' },
    progress,
  )
  progress.end()
  const ids = new Map<string, string>()
  for (const { path, kind, slug } of pages) {
    const page = await findPage(deps.db, kind, slug)
    if (page && page.archivedAt === null) ids.set(path, page.id)
  }
  return { db: deps.db, ids }
}

/** Searches, and returns the rank of the page `id`: from 1, or 0 if it is not found. */
async function rankOf(searcher: Searcher, text: string, id: string | undefined): Promise<number> {
  const query = parseQuery(text)
  const { hits } = await search(searcher, {
    query,
    filters: filtersFromQuery(query),
    sort: 'relevance',
    coveredKinds: [],
    limit: DEPTH,
  })
  return hits.findIndex(hit => hit.page.id === id) + 1
}

async function measure(history: string, queries: string, keep: string | undefined, list: boolean): Promise<void> {
  const { db, ids } = await openHistory(history, keep)
  const searcher = createSearcher(db)
  const ranks: Rank[] = []
  for (const { query, target, baseline_rank: baseline } of queryFile.parse(JSON.parse(readFileSync(queries, 'utf8')))
    .queries)
    ranks.push({ query, target, baseline, ours: await rankOf(searcher, query, ids.get(target)) })
  await db.close()
  const missing = new Set(ranks.filter(rank => !ids.has(rank.target)).map(rank => rank.target))
  say(`${basename(queries)}: ${ranks.length} queries`)
  if (missing.size > 0) say(`${missing.size} of their pages do not exist, and count as not found`)
  for (const [name, group] of [
    ['all', ranks],
    ['every second', ranks.filter((_, at) => at % 2 === 0)],
    ['the others', ranks.filter((_, at) => at % 2 === 1)],
  ] as const) {
    say(`  ${name.padEnd(14)} search    ${figures(group.map(rank => rank.ours))}`)
    say(`  ${''.padEnd(14)} baseline  ${figures(group.map(rank => rank.baseline))}`)
  }
  if (list)
    for (const { query, target, ours, baseline } of ranks)
      if (ours !== 1) say(`  ${String(ours).padStart(3)} (${baseline})  ${query}  →  ${target}`)
}

const program = new Command('relevance')
  .description(
    'Measures how well search finds a page that somebody had in mind, on real histories: ' +
      'mean reciprocal rank and the share found among the first ten',
  )
  .requiredOption('--histories <files...>', 'histories to import, each into a database of its own')
  .requiredOption('--queries <files...>', 'the known-item queries of each history, in the same order')
  .option('--keep <files...>', 'database files to keep for another run, in the same order')
  .option('--list', 'also list every query whose page is not first')

const options = program.parse().opts<{ histories: string[]; queries: string[]; keep?: string[]; list?: true }>()
if (options.histories.length !== options.queries.length) program.error('give as many --queries as --histories')
for (const [at, history] of options.histories.entries())
  await measure(history, options.queries[at]!, options.keep?.[at], options.list === true)
