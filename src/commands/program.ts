import { Command, InvalidArgumentError, Option } from 'commander'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isEmailAddress, isRole, normaliseEmail, roles, type Role } from '../accounts/index.js'
import { configOfProcess } from '../config.js'
import { allKinds } from '../pages/index.js'
import { projectRoot } from '../platform/paths.js'
import { start } from '../start.js'
import { importOrVerify, type ImportFlags } from './import.js'
import { checkDatabase, migrateDatabase, rebuildDatabase } from './maintenance.js'
import { createMember, printPassphraseLink, setMemberRole, type NewMemberFlags } from './member.js'
import { addSample } from './sample.js'

/** Declares every command of `unblock`. Each action is a function of its own, in a file named after its command. */
export function createProgram(): Command {
  const program = new Command('unblock')
    .description(
      'Run and look after an Unblock site. Each command reads the environment variables and the .env file that .env.example explains.',
    )
    .version(packageVersion(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'Show the help for a command')
    .showHelpAfterError('Use --help to see what this command accepts.')
  declareStart(program)
  declareMember(program)
  declareSample(program)
  declareImport(program)
  declareMaintenance(program)
  return program
}

function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }
  return manifest.version
}

function declareStart(program: Command): void {
  program
    .command('start')
    .description('Start the service and run it until SIGTERM or Ctrl+C')
    .option('--demonstration', 'fill an empty database with sample content and accounts (ignored in production)')
    .action(startService)
}

async function startService({ demonstration }: { readonly demonstration?: boolean }): Promise<void> {
  const isProduction = configOfProcess().production
  await start(configOfProcess(demonstration && !isProduction ? { DEMONSTRATION: 'yes' } : {}))
}

function declareMember(program: Command): void {
  const member = program
    .command('member')
    .description('Create members, change their roles and let them choose a new passphrase')
  const roleOption = new Option('--role <role>', 'what they may do').choices([...roles]).default('member')
  member
    .command('create')
    .description('Create a member and print a one-time link for choosing a passphrase')
    .argument('<email>', 'their email address', emailArgument)
    .requiredOption('--name <name>', 'their name')
    .addOption(roleOption)
    .option('--passphrase-stdin', 'read the passphrase from standard input instead of printing a link')
    .action((email: string, flags: NewMemberFlags) => createMember(email, flags))
  member
    .command('role')
    .description('Change the role of a member')
    .argument('<email>', 'their email address', emailArgument)
    .argument('<role>', `what they may do: ${roles.join(', ')}`, roleArgument)
    .action((email: string, role: Role) => setMemberRole(email, role))
  member
    .command('link')
    .description('Print a one-time link for choosing a new passphrase')
    .argument('<email>', 'their email address', emailArgument)
    .action((email: string) => printPassphraseLink(email))
}

function declareSample(program: Command): void {
  program
    .command('sample')
    .description('Add the sample barriers, solutions and organisations. Content that is there stays as it is')
    .option('--evidence', 'also add reports by invented organisations, if there are none yet (not for production)')
    .action(({ evidence }: { readonly evidence?: boolean }) => addSample({ withEvidence: evidence === true }))
}

function declareImport(program: Command): void {
  const kindOption = new Option('--kind <kind>', 'what its pages are').choices(allKinds.map(({ kind }) => kind))
  program
    .command('import')
    .description('Import the history of pages from a file of JSON Lines, gzipped or not. Each line is a revision')
    .argument('<file>', 'lines of {"path","op":"A|M|R|D","from"?,"date","author","message","text"}')
    .addOption(kindOption.makeOptionMandatory())
    .option('--theme <slug>', 'the theme of its pages (default: the first theme in THEMES)')
    .option('--source <name>', 'a name for this history, to keep its paths apart from others (default: the file name)')
    .option('--report <file>', 'write one JSON line per page: {"path","address","revisions"}')
    .option('--verify', 'change nothing: compare each text in the file with the stored one, byte for byte')
    .action((file: string, flags: ImportFlags) => importOrVerify(file, flags))
}

function declareMaintenance(program: Command): void {
  program
    .command('migrate')
    .description('Create the database or bring it up to date. The start command does this too')
    .action(() => migrateDatabase())
  program
    .command('rebuild')
    .description('Rebuild all derived data from published revisions and reports')
    .action(() => rebuildDatabase())
  program
    .command('check')
    .description('Check the database. Lists any problems and exits with 1 if there are any')
    .action(() => checkDatabase())
}

function emailArgument(text: string): string {
  const email = normaliseEmail(text)
  if (!isEmailAddress(email)) throw new InvalidArgumentError('It is not an email address.')
  return email
}

function roleArgument(text: string): Role {
  if (!isRole(text)) throw new InvalidArgumentError(`It must be one of: ${roles.join(', ')}.`)
  return text
}
