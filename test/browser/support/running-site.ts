import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { unblock, startService, type Service } from '../../support/command.js'
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js'
import { PASSPHRASE } from '../../support/browser.js'

// Every start is a new process, and the machine may be busy.
jest.setTimeout(120_000)

export interface Account {
  readonly email: string
  readonly passphrase: string
}

export type Role = 'member' | 'moderator' | 'admin'

/**
 * The built application in a separate process with a fresh SQLite database, with an account for each of these roles. Call
 * `await site.stop()` when done.
 */
export interface RunningSite<Roles extends Role = Role> {
  readonly address: string
  readonly accounts: Readonly<Record<Roles, Account>>
  /** The link to create the first admin, if there is none yet. */
  readonly firstAdmin: string | undefined
  /** The file of the database, for tests that disturb the service. */
  readonly databaseFile: string
  /** Runs `unblock <args>` on the same database. Returns its output. */
  command(args: readonly string[]): Promise<string>
  stop(): Promise<void>
}

/** Starts a site with the sample content and evidence and the demonstration accounts, which belong to a council. */
export async function demonstrationSite(): Promise<RunningSite> {
  const prepared = process.env['TEST_FOLDER']!
  const { folder, running } = await begin(folder => {
    copyFileSync(join(prepared, 'demonstration.db'), join(folder, DATABASE))
    return startService([], { folder, environment: environmentIn(folder) })
  })
  const printed = readFileSync(join(prepared, 'demonstration.txt'), 'utf8')
  const accounts = Object.fromEntries(
    [...printed.matchAll(/^ {2}(member|moderator|admin) +(\S+@\S+) +(\S+)$/gm)].map(([, role, email, passphrase]) => [
      role,
      { email: email!, passphrase: passphrase! },
    ]),
  ) as Record<Role, Account>
  return siteOf(folder, running, accounts)
}

/** Starts a site with a member and a moderator, but without pages, organisations or an admin. */
export async function emptySite(): Promise<AnySite> {
  const accounts = {
    member: { email: 'member@nowhere.example', passphrase: PASSPHRASE },
    moderator: { email: 'moderator@nowhere.example', passphrase: PASSPHRASE },
  }
  const names = { member: 'Nora Nowhere', moderator: 'Max Nowhere' }
  const { folder, running } = await begin(async folder => {
    for (const [role, { email, passphrase }] of Object.entries(accounts))
      await unblock(
        ['member', 'create', email, '--name', names[role as keyof typeof names], '--role', role, '--passphrase-stdin'],
        {
          folder,
          environment: environmentIn(folder),
          input: passphrase,
        },
      )
    return startService([], { folder, environment: environmentIn(folder) })
  })
  return siteOf(folder, running, accounts)
}

/** Either of the sites, with the accounts that both have. */
export type AnySite = RunningSite<'member' | 'moderator'>

/** The two sites on which pages are looked at. */
export interface Sites {
  readonly full: RunningSite
  readonly empty: AnySite
}

const DATABASE = 'site.db'

const environmentIn = (folder: string): Record<string, string> => ({ DATABASE_URL: `sqlite:${folder}/${DATABASE}` })

async function begin(
  start: (folder: string) => Promise<Service>,
): Promise<{ readonly folder: TemporaryFolder; readonly running: Service }> {
  const folder = temporaryFolder()
  try {
    return { folder, running: await start(folder.folder) }
  } catch (error) {
    folder.remove()
    throw error
  }
}

const siteOf = <Roles extends Role>(
  { folder, remove }: TemporaryFolder,
  running: Service,
  accounts: Readonly<Record<Roles, Account>>,
): RunningSite<Roles> => ({
  address: running.address,
  accounts,
  firstAdmin: /\/first-admin\/\S+/.exec(running.output())?.[0],
  databaseFile: `${folder}/${DATABASE}`,
  command: async args => (await unblock(args, { folder, environment: environmentIn(folder) })).stdout,
  stop: async () => {
    running.signal('SIGTERM')
    await running.ended
    remove()
  },
})
