import { setFlagsFromString } from 'node:v8'
import { countAdmins, createOneTimeLink } from './accounts/index.js'
import type { Config, Deps } from './platform/deps.js'
import { openDeps, serve, type Running } from './server.js'

/** Prints a line on standard output; without a text an empty one. */
type Print = (line?: string) => void

/**
 * Starts the service, and prints where it is and, on a site without an admin, how to sign in. The service stops on
 * SIGTERM and SIGINT.
 * @throws CannotStart when the database or the port cannot be used.
 */
export async function start(config: Config): Promise<void> {
  collectGarbageSooner()
  const deps = await openDeps(config)
  const print: Print = (line = '') => void process.stdout.write(`${line}\n`)
  if (config.demonstration) {
    // Loaded here, because only a demonstration needs it.
    const { loadDemonstration } = await import('./sample/index.js')
    await loadDemonstration(deps, print)
  }
  const running = await serve(deps)
  stopOnSignal(running, deps)
  const address = config.port === 0 ? `http://localhost:${running.port}` : config.publicUrl
  if ((await countAdmins(deps.db)) === 0) await printFirstSignIn(deps, address, print)
  print(`${config.siteName} is at ${address}`)
}

/**
 * Lets the heap grow less between full collections. Node's HTTP objects survive the quick ones, so garbage piles up until
 * the heap is four times what is in use. Collecting sooner costs no measurable speed.
 */
const collectGarbageSooner = (): void => setFlagsFromString('--heap-growing-percent=30')

function stopOnSignal(running: Running, { log }: Deps): void {
  const stop = async (): Promise<never> => {
    log.info('stopping')
    try {
      await running.stop()
      process.exit(0)
    } catch (error) {
      log.error({ err: error as Error }, 'stop')
      process.exit(1)
    }
  }
  process.once('SIGTERM', () => void stop()).once('SIGINT', () => void stop())
}

async function printFirstSignIn(deps: Deps, address: string, print: Print): Promise<void> {
  if (deps.config.demonstration) {
    const { createDemonstrationAccounts } = await import('./sample/index.js')
    await createDemonstrationAccounts(deps, print)
    return
  }
  const secret = await createOneTimeLink(deps, 'first-admin', null)
  print(`There is no admin yet. Create the first one within 24 hours: ${address}/first-admin/${secret}`)
}
