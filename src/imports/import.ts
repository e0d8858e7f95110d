import type { Deps } from '../platform/deps.js'
import type { Tx } from '../platform/database/index.js'
import { newId, sha256 } from '../platform/ids.js'
import { outlineOf, splitFrontMatter } from '../platform/markdown.js'
import type { Progress } from '../platform/progress.js'
import { truncateWithEllipsis } from '../platform/text.js'
import { findPageById, MAX_SUMMARY_LENGTH, MAX_TITLE_LENGTH, type Content, type Kind } from '../pages/index.js'
import { archive, bringBack, publish } from '../review/index.js'
import { findRevision } from '../revisions/index.js'
import { readHistory, type BadLine, type HistoryLine } from './lines.js'
import { findImported, findImportedLine, listImported, putImported, recordLine, type ImportedPage } from './store.js'
import { parse } from 'yaml'

/** Lines in one transaction: what is killed half way loses at most these, and takes them up again. */
const BATCH = 100

const LONGEST_NOTE = 300
const LONGEST_NAME = 120

export interface ImportOptions {
  readonly file: string
  readonly kind: Kind
  /** The theme's slug for every page. */
  readonly theme: string
  /** Names this history: the same path in another source is another page. */
  readonly source: string
}

export interface ImportResult {
  readonly added: number
  /** Lines that an earlier run had brought in. */
  readonly known: number
  readonly bad: readonly BadLine[]
  readonly pages: readonly ImportedPage[]
}

type ImportDeps = Pick<Deps, 'db' | 'clock'>

/** A line that fits nothing that came before it; nothing of it is written. */
class DoesNotFit extends Error {}

/**
 * Brings in a history, a line a revision, each with its own date and author's name. Lines already brought in are passed
 * over; a bad one is reported and the rest goes on.
 */
export async function importHistory(
  deps: ImportDeps,
  options: ImportOptions,
  progress: Progress = () => {},
): Promise<ImportResult> {
  const bad: BadLine[] = []
  let added = 0
  let known = 0
  let done = 0
  let batch: { line: HistoryLine; hash: string }[] = []
  const flush = async (): Promise<void> => {
    const lines = batch
    batch = []
    const outcome = await deps.db.transaction(async tx => {
      const unfit: BadLine[] = []
      let fresh = 0
      for (const { line, hash } of lines) {
        const before = await findImportedLine(tx, options.source, hash)
        if (before?.problem) unfit.push({ line: line.line, problem: before.problem })
        if (before) continue
        try {
          await applyLine(deps, tx, options, line, hash)
          fresh++
        } catch (error) {
          if (!(error instanceof DoesNotFit)) throw error
          unfit.push({ line: line.line, problem: error.message })
          await recordLine(tx, options.source, hash, { pageId: null, number: null, problem: error.message })
        }
      }
      return { unfit, fresh }
    })
    bad.push(...outcome.unfit)
    added += outcome.fresh
    known += lines.length - outcome.fresh - outcome.unfit.length
    progress((done += lines.length), 0)
  }
  for await (const { line, hash } of withHashes(options.file)) {
    if ('problem' in line) bad.push(line)
    else batch.push({ line, hash })
    if (batch.length === BATCH) await flush()
  }
  await flush()
  return { added, known, bad: bad.sort((a, b) => a.line - b.line), pages: await listImported(deps.db, options.source) }
}

/** Each line with what tells it from all others: its text, and which time it occurs. */
async function* withHashes(file: string): AsyncGenerator<{ line: HistoryLine | BadLine; hash: string }> {
  const times = new Map<string, number>()
  for await (const line of readHistory(file)) {
    const raw = 'raw' in line ? sha256(line.raw) : ''
    const time = (times.get(raw) ?? 0) + 1
    times.set(raw, time)
    yield { line, hash: sha256(`${raw} ${time}`) }
  }
}

async function applyLine(
  { db, clock }: ImportDeps,
  tx: Tx,
  { kind, theme, source }: ImportOptions,
  line: HistoryLine,
  hash: string,
): Promise<void> {
  const at = await findImported(tx, source, line.path)
  if (line.op === 'D') {
    if (!at?.live) throw new DoesNotFit('path: there is no such page to delete')
    await archive(tx, db.engine, { pageId: at.pageId, at: line.date, actorId: null, actorLabel: nameOf(line.author) })
    await putImported(tx, source, line.path, at.pageId, false)
    await recordLine(tx, source, hash, { pageId: at.pageId, number: null, problem: null })
    return
  }
  const moved = line.op === 'R' && line.from !== undefined ? await findImported(tx, source, line.from) : undefined
  if (moved?.live && at?.live && at.pageId !== moved.pageId)
    throw new DoesNotFit('path: a rename onto a page that is there')
  // A rename from a path that this history never had, or had deleted, begins the page; so does a change to one.
  const pageId = (moved?.live ? moved.pageId : at?.pageId) ?? newId()
  const page = await findPageById(tx, pageId)
  if (page && page.archivedAt !== null)
    await bringBack(tx, db.engine, { pageId, at: line.date, actorId: null, actorLabel: nameOf(line.author) })
  const { number } = await publish(tx, db.engine, {
    pageId,
    kind,
    baseRevisionId: page?.revisionId ?? null,
    content: contentOf(line, theme),
    how: 'imported',
    note: truncateWithEllipsis(oneLine(line.message.split('\n')[0] ?? ''), LONGEST_NOTE),
    author: { authorId: null, label: nameOf(line.author), organisationId: null, shownAs: 'name' },
    publishedAt: line.date,
    now: clock.now(),
  })
  await putImported(tx, source, line.path, pageId, true)
  await recordLine(tx, source, hash, { pageId, number, problem: null })
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()

const nameOf = (author: string): string => truncateWithEllipsis(oneLine(author), LONGEST_NAME) || 'unknown'

/** Title: the first heading, else the front matter's title, else the path. Summary: the first paragraph. The body is the text, byte for byte. */
function contentOf({ path, text }: HistoryLine, theme: string): Content {
  const { heading, paragraph } = outlineOf(text)
  const title = oneLine(heading ?? '') || oneLine(frontMatterTitle(text) ?? '') || oneLine(path)
  return {
    title: truncateWithEllipsis(title, MAX_TITLE_LENGTH),
    summary: truncateWithEllipsis(oneLine(paragraph ?? ''), MAX_SUMMARY_LENGTH),
    theme,
    tags: [],
    links: [],
    body: text,
  }
}

function frontMatterTitle(text: string): string | undefined {
  const { frontMatter } = splitFrontMatter(text)
  if (frontMatter === undefined) return undefined
  try {
    const head: unknown = parse(frontMatter)
    const title = (head as { title?: unknown } | null)?.title
    return typeof title === 'string' || typeof title === 'number' ? String(title) : undefined
  } catch {
    return undefined // what is between the lines is no YAML, and names no title
  }
}

/** Compares every text of a history with what is stored for it, byte for byte. Returns how many are equal and which are not. */
export async function verifyHistory(
  { db }: Pick<Deps, 'db'>,
  { file, source }: Pick<ImportOptions, 'file' | 'source'>,
  progress: Progress = () => {},
): Promise<{ readonly equal: number; readonly problems: readonly BadLine[] }> {
  const problems: BadLine[] = []
  let equal = 0
  for await (const { line, hash } of withHashes(file)) {
    if ('problem' in line) {
      problems.push(line)
      continue
    }
    if (line.op === 'D') continue
    const known = await findImportedLine(db, source, hash)
    const revision =
      known?.number == null || known.pageId === null ? undefined : await findRevision(db, known.pageId, known.number)
    if (!revision) problems.push({ line: line.line, problem: 'was not imported' })
    else if (!Buffer.from(revision.content.body).equals(Buffer.from(line.text)))
      problems.push({ line: line.line, problem: 'the stored text differs' })
    else equal++
    progress(equal, 0)
  }
  return { equal, problems }
}
