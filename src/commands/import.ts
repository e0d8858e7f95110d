import { createWriteStream, existsSync } from 'node:fs'
import { basename } from 'node:path'
import { finished } from 'node:stream/promises'
import type { LineProblem, ImportResult } from '../imports/index.js'
import { addressOf, type Kind } from '../pages/index.js'
import type { Deps } from '../platform/deps.js'
import { Refused } from '../platform/errors.js'
import { pluralise } from '../platform/text.js'
import { printLine, withDeps, withProgress } from './with-deps.js'

export interface ImportFlags {
  readonly kind: Kind
  readonly theme?: string
  readonly source?: string
  readonly report?: string
  readonly verify?: boolean
}

/** Imports a history, or compares it with what is stored. @throws Refused when there is no such file or theme. */
export const importOrVerify = (file: string, flags: ImportFlags): Promise<void> =>
  withDeps(async deps => {
    if (!existsSync(file)) throw new Refused(`There is no file ${file}.`)
    const theme = themeFor(deps, flags.theme)
    const source = flags.source ?? sourceOfFile(file)
    if (flags.verify) await verifyFile(deps, file, source)
    else await importFile(deps, file, { ...flags, theme, source })
  })

function themeFor({ config }: Deps, wanted: string | undefined): string {
  const slugs = config.themes.map(theme => theme.slug)
  const slug = wanted ?? slugs[0]!
  if (!slugs.includes(slug)) throw new Refused(`There is no theme ${slug}. The themes are: ${slugs.join(', ')}.`)
  return slug
}

/** `wiki` for `/exports/wiki.jsonl.gz`. */
const sourceOfFile = (file: string): string =>
  basename(file)
    .replace(/\.gz$/, '')
    .replace(/\.jsonl$/, '')

async function importFile(
  deps: Deps,
  file: string,
  { kind, theme, source, report }: ImportFlags & { readonly theme: string; readonly source: string },
): Promise<void> {
  // Loaded here, because the service never needs it.
  const { importHistory } = await import('../imports/index.js')
  const seconds = stopwatch()
  const options = { file, kind, theme, source }
  const result = await withProgress('Importing', progress => importHistory(deps, options, progress))
  reportLineProblems(result.problems)
  if (report !== undefined) await writeReport(report, result.pages)
  const counts = `${result.alreadyImported.toLocaleString('en-GB')} imported before, ${result.problems.length} with problems`
  printLine(
    `Imported ${pluralise(result.imported, 'line')} (${counts}) of ${pluralise(result.pages.length, 'page')} in ${seconds()}.`,
  )
}

async function verifyFile(deps: Deps, file: string, source: string): Promise<void> {
  const { verifyHistory } = await import('../imports/index.js')
  const seconds = stopwatch()
  const { equal, problems } = await withProgress('Verifying', progress =>
    verifyHistory(deps, { file, source }, progress),
  )
  reportLineProblems(problems)
  printLine(
    `Compared with the file in ${seconds()}: ${pluralise(equal, 'text matches', 'texts match')}, ${pluralise(problems.length, 'problem')}.`,
  )
}

/** Prints the lines that could not be used on standard error, and sets the exit code to 1 if there are any. */
function reportLineProblems(problems: readonly LineProblem[]): void {
  for (const { line, problem } of problems) process.stderr.write(`line ${line}: ${problem}\n`)
  if (problems.length > 0) process.exitCode = 1
}

async function writeReport(file: string, pages: ImportResult['pages']): Promise<void> {
  const stream = createWriteStream(file)
  for (const page of pages) {
    const entry = { path: page.path, address: addressOf(page), revisions: page.revisions }
    stream.write(`${JSON.stringify(entry)}\n`)
  }
  stream.end()
  await finished(stream)
}

/** Returns a function that says how long ago this was called: `12.3 s`. */
function stopwatch(): () => string {
  const began = performance.now()
  return () => `${((performance.now() - began) / 1000).toFixed(1)} s`
}
