import { check, rebuild } from '../maintenance/index.js'
import { pluralise } from '../platform/text.js'
import { printLine, withDeps, withProgress } from './with-deps.js'

/** Opens the database, which brings it up to date. */
export const migrateDatabase = (): Promise<void> => withDeps(async () => printLine('The database is up to date.'))

/** Rebuilds everything that is derived from published revisions and statements. */
export const rebuildDatabase = (): Promise<void> =>
  withDeps(async ({ db }) => {
    const pages = await withProgress('Rebuilding', progress => rebuild(db, progress))
    printLine(`Rebuilt ${pluralise(pages, 'page')}.`)
  })

/** Checks the database, prints the problems, and sets the exit code to 1 if there are any. */
export const checkDatabase = (): Promise<void> =>
  withDeps(async ({ db }) => {
    const problems = await withProgress('Checking', progress => check(db, progress))
    for (const problem of problems) printLine(problem)
    if (problems.length === 0) return printLine('No problems found.')
    process.exitCode = 1
    printLine(`Found ${pluralise(problems.length, 'problem')}.`)
  })
