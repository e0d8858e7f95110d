import { randomInt } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { countAdmins, createOneTimeLink, upsertOrganisation, register, type Role } from './accounts/index.js'
import type { Config, Deps } from './platform/deps.js'
import { openDeps, serve } from './server.js'

/** Letters and digits that cannot be taken for one another. */
const clearLetters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Four groups of five: 99 bits. */
const randomPassphrase = (): string =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 5 }, () => clearLetters[randomInt(clearLetters.length)]).join(''),
  ).join('-')

/** Starts the service, says where it is and, where there is no account yet, how to sign in; stops on SIGTERM and SIGINT. */
export async function start(config: Config): Promise<void> {
  // Node's own HTTP objects outlive the quick collections, so each request leaves garbage for the thorough one, which V8
  // puts off until the heap is some four times what is in use. Sooner costs no speed that shows.
  setFlagsFromString('--heap-growing-percent=30')
  const deps = await openDeps(config)
  const say = (line = ''): void => void process.stdout.write(`${line}\n`)
  if (config.demonstration) {
    const { loadDemonstration } = await import('./sample/index.js')
    await loadDemonstration(deps, say)
  }
  const running = await serve(deps)
  const stop = (): void => {
    deps.log.info('stopping')
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        deps.log.error({ err: error as Error }, 'stop')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop).once('SIGINT', stop)
  const address = config.port === 0 ? `http://localhost:${running.port}` : config.publicUrl
  if ((await countAdmins(deps.db)) === 0) {
    if (config.demonstration) await sayDemonstrationAccounts(deps, say)
    else {
      const secret = await createOneTimeLink(deps, 'first-admin', null)
      say(`No admin exists yet. Create the first admin within 24 hours: ${address}/first-admin/${secret}`)
    }
  }
  say(`${config.siteName} is at ${address}`)
}

async function sayDemonstrationAccounts(deps: Deps, say: (line?: string) => void): Promise<void> {
  await deps.db.transaction(tx =>
    upsertOrganisation(
      tx,
      {
        name: 'Exampleshire Council',
        kind: 'council',
        website: null,
        endedOn: null,
        domains: ['exampleshire.example'],
      },
      deps.clock.now(),
    ),
  )
  const accounts: readonly (readonly [Role, string])[] = [
    ['member', 'Demonstration member'],
    ['moderator', 'Demonstration moderator'],
    ['admin', 'Demonstration admin'],
  ]
  say()
  say('Demonstration: sign in as any of these. The passphrases are shown this once.')
  for (const [role, name] of accounts) {
    const email = `${role}@exampleshire.example`
    const passphrase = randomPassphrase()
    await register(deps, { name, email, passphrase }, role)
    say(`  ${role.padEnd(10)} ${email.padEnd(34)} ${passphrase}`)
  }
  say()
}
