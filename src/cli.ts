#!/usr/bin/env node
import './supported-node.js'
import { Command, InvalidArgumentError, Option } from 'commander'
import { createWriteStream, existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { finished } from 'node:stream/promises'
import {
  findMemberByEmail,
  isRole,
  createOneTimeLink,
  normaliseEmail,
  register,
  roles,
  type Role,
} from './accounts/index.js'
import { changeRole } from './admin/index.js'
import { configOfProcess } from './config.js'
import { reportAndExit } from './exit.js'
import { check, rebuild } from './maintenance/index.js'
import { addressOf, allKinds, type Kind } from './pages/index.js'
import { projectRoot } from './platform/paths.js'
import { progressLine } from './platform/progress.js'
import { Refused } from './platform/errors.js'
import { pluralise } from './platform/text.js'
import { closeDeps, type Deps } from './platform/deps.js'
import { openDeps } from './server.js'
import { start } from './start.js'

const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }

const say = (line: string): void => void process.stdout.write(`${line}\n`)

// What only one command needs is loaded by that command: `start` is sooner ready, and smaller.

/** Runs a command with the database open, and closes it. */
const withDeps = async (work: (deps: Deps) => Promise<void>): Promise<void> => {
  const deps = await openDeps({ ...configOfProcess() })
  try {
    await work(deps)
  } finally {
    await closeDeps(deps)
  }
}

const emailArgument = (text: string): string => {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) throw new InvalidArgumentError('It is not an email address.')
  return normaliseEmail(text)
}

const program = new Command('unblock')
  .description(
    'Runs and looks after an Unblock site. It reads the same environment and .env as the service; see .env.example.',
  )
  .version(version)
  .showHelpAfterError('(--help says what this command takes)')

program
  .command('start')
  .description('Start the service (until SIGTERM)')
  .option(
    '--demonstration',
    'sample content and invented evidence in an empty database, and accounts to try it with; not in production',
  )
  .action(async ({ demonstration }: { demonstration?: boolean }) => {
    const inProduction = configOfProcess().production
    await start(configOfProcess(demonstration && !inProduction ? { DEMONSTRATION: 'yes' } : {}))
  })

program
  .command('migrate')
  .description('Bring the database up to date, creating it if need be (start does so too)')
  .action(() => withDeps(async () => say('The database is up to date.')))

const member = program.command('member').description('Create members, change their role, let them back in')

const roleOption = new Option('--role <role>', 'what they may do').choices([...roles]).default('member')

member
  .command('create')
  .description('Create a member, and print a one-time link with which they choose their passphrase')
  .argument('<email>', 'their email address', emailArgument)
  .requiredOption('--name <name>', 'their name')
  .addOption(roleOption)
  .option('--passphrase-stdin', 'read the passphrase from standard input instead of printing a link')
  .action((email: string, { name, role, passphraseStdin }: { name: string; role: Role; passphraseStdin?: boolean }) =>
    withDeps(async deps => {
      const given = passphraseStdin ? readFileSync(0, 'utf8').replace(/\r?\n$/, '') : undefined
      const problem = given === undefined ? undefined : deps.passphrases.problem(given, [name, email])
      if (problem) throw new Refused(problem)
      // Without one given, nobody knows the passphrase until the link is used.
      const created = await register(
        deps,
        { name, email, passphrase: given ?? crypto.randomUUID() + crypto.randomUUID() },
        role,
      )
      say(`Created ${role} ${email}${created.organisation ? ` at ${created.organisation.name}` : ''}.`)
      if (given === undefined)
        say(
          `To choose a passphrase, within 24 hours: ${deps.config.publicUrl}/passphrase/${await createOneTimeLink(deps, 'passphrase', created.id)}`,
        )
    }),
  )

const memberBy = async (deps: Deps, email: string) => {
  const found = await findMemberByEmail(deps.db, email)
  if (!found) throw new Refused(`There is no member with the email address ${email}.`)
  return found
}

member
  .command('role')
  .description('Make a member a member, a moderator or an admin')
  .argument('<email>', 'their email address', emailArgument)
  .argument('<role>', roles.join(', '), text => {
    if (!isRole(text)) throw new InvalidArgumentError(`It must be one of: ${roles.join(', ')}.`)
    return text
  })
  .action((email: string, role: Role) =>
    withDeps(async deps => {
      const found = await memberBy(deps, email)
      await changeRole(deps, undefined, found.id, role)
      say(`${email} is now: ${role}.`)
    }),
  )

member
  .command('link')
  .description('Print a one-time link with which a member chooses a new passphrase')
  .argument('<email>', 'their email address', emailArgument)
  .action((email: string) =>
    withDeps(async deps => {
      const found = await memberBy(deps, email)
      say(`${deps.config.publicUrl}/passphrase/${await createOneTimeLink(deps, 'passphrase', found.id)}`)
    }),
  )

program
  .command('sample')
  .description('Load the sample barriers, solutions and organisations. Keeps what is already there')
  .option(
    '--evidence',
    'also load evidence from invented organisations, if there is none yet; for trying out the site, not for production',
  )
  .action(({ evidence }: { evidence?: boolean }) =>
    withDeps(async deps => {
      const { loadSample, loadSampleEvidence } = await import('./sample/index.js')
      const progress = progressLine('Loading')
      const added = await loadSample(deps, progress)
      progress.end()
      say(`Added ${pluralise(added, 'page')}.`)
      if (!evidence) return
      const stated = progressLine('Loading evidence')
      const statements = await loadSampleEvidence(deps, stated)
      stated.end()
      say(`Added ${pluralise(statements, 'invented statement')}.`)
    }),
  )

program
  .command('import')
  .description('Import a history from a JSON Lines file, gzipped or not. Each line is one revision')
  .argument('<file>', 'the file. Each line: {"path","op":"A|M|R|D","from"?,"date","author","message","text"}')
  .addOption(
    new Option('--kind <kind>', 'the kind of its pages')
      .choices(allKinds.map(definition => definition.kind))
      .makeOptionMandatory(),
  )
  .option('--theme <slug>', 'the theme of its pages (default: the first configured theme)')
  .option(
    '--source <name>',
    'a name for this history; the same path in another source is another page (default: the file name)',
  )
  .option('--report <file>', 'write {"path","address","revisions"} for each page to this file, as JSON Lines')
  .option('--verify', 'compare every text in the file with the stored text, byte for byte. Changes nothing')
  .action((file: string, options: { kind: Kind; theme?: string; source?: string; report?: string; verify?: boolean }) =>
    withDeps(async deps => {
      if (!existsSync(file)) throw new Refused(`There is no file ${file}.`)
      const { importHistory, verifyHistory } = await import('./imports/index.js')
      const themes = deps.config.themes.map(theme => theme.slug)
      const theme = options.theme ?? themes[0]!
      if (!themes.includes(theme)) throw new Refused(`There is no theme ${theme}. There are: ${themes.join(', ')}.`)
      const source =
        options.source ??
        basename(file)
          .replace(/\.gz$/, '')
          .replace(/\.jsonl$/, '')
      const progress = progressLine(options.verify ? 'Verifying' : 'Importing')
      const began = performance.now()
      const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`
      const complain = (bad: readonly { line: number; problem: string }[]): void => {
        for (const { line, problem } of bad) process.stderr.write(`line ${line}: ${problem}\n`)
        if (bad.length > 0) process.exitCode = 1
      }
      if (options.verify) {
        const { equal, problems } = await verifyHistory(deps, { file, source }, progress)
        progress.end()
        complain(problems)
        return say(
          `${pluralise(equal, 'text')} equal to the file, ${pluralise(problems.length, 'problem')}, in ${seconds()}.`,
        )
      }
      const { imported, alreadyImported, problems, pages } = await importHistory(
        deps,
        { file, kind: options.kind, theme, source },
        progress,
      )
      progress.end()
      complain(problems)
      if (options.report !== undefined) {
        const report = createWriteStream(options.report)
        for (const page of pages)
          report.write(`${JSON.stringify({ path: page.path, address: addressOf(page), revisions: page.revisions })}\n`)
        report.end()
        await finished(report)
      }
      say(
        `Imported ${pluralise(imported, 'line')} (${alreadyImported.toLocaleString('en-GB')} imported before, ` +
          `${problems.length} with problems) of ${pluralise(pages.length, 'page')} in ${seconds()}.`,
      )
    }),
  )

program
  .command('rebuild')
  .description(
    'Rebuild all derived data from the published revisions: page copies, tags, links, evidence, search index',
  )
  .action(() =>
    withDeps(async deps => {
      const progress = progressLine('Rebuilding')
      const pages = await rebuild(deps.db, progress)
      progress.end()
      say(`Rebuilt ${pluralise(pages, 'page')}.`)
    }),
  )

program
  .command('check')
  .description('Check every hash, all derived data and the database itself. Lists the problems and exits with 1 if any')
  .action(() =>
    withDeps(async deps => {
      const progress = progressLine('Checking')
      const problems = await check(deps.db, progress)
      progress.end()
      for (const problem of problems) say(problem)
      if (problems.length > 0) process.exitCode = 1
      say(problems.length === 0 ? 'No problems found.' : `${pluralise(problems.length, 'problem')} found.`)
    }),
  )

program.parseAsync().catch(reportAndExit)
