import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { migrations } from '../migrations/index.js'
import { createApp } from './app.js'
import { rebuilders } from './maintenance/index.js'
import { systemClock, type Clock } from './platform/clock.js'
import { migrate, openDatabase } from './platform/database/index.js'
import { closeDeps, createDeps, type Config, type Deps } from './platform/deps.js'
import { CannotStart } from './platform/errors.js'
import { sweepSessions } from './platform/http/index.js'

/** Requests in flight get this long to finish after SIGTERM. */
const DRAIN_MILLISECONDS = 8_000

const SWEEP_MILLISECONDS = 3_600_000

/** Opens the database, brings its schema up to date, and gives all that commands and routes need. @throws CannotStart */
export async function openDeps(config: Config, clock: Clock = systemClock): Promise<Deps> {
  const db = await openDatabase(config.databaseUrl)
  try {
    await migrate(db, clock, migrations, rebuilders)
  } catch (error) {
    await db.close()
    throw error instanceof CannotStart
      ? error
      : new CannotStart(
          `The database could not be brought up to date: ${(error as Error).message}. ` +
            'Check that it can be written to and that no other program locks it.',
          { cause: error },
        )
  }
  return createDeps(config, db, clock)
}

/** Room for an address with 10,000 characters of any script, percent-encoded, beside the other headers; in bytes. */
const LONGEST_HEAD = 144 * 1_024

export interface Running {
  /** The port it listens on: the configured one, or the one the system gave for 0. */
  readonly port: number
  /** Stops accepting, lets what is in flight finish, closes the database. */
  stop(): Promise<void>
}

/** Listens. @throws CannotStart when the port is taken or not allowed. */
export async function serve(deps: Deps): Promise<Running> {
  const app = createApp(deps)
  const server = createServer({ maxHeaderSize: LONGEST_HEAD, requestTimeout: 60_000, headersTimeout: 20_000 }, app)
  // Their length is bounded; beyond a number Node would leave some out without a word, the host among them.
  server.maxHeadersCount = 0
  await listen(server, deps.config)
  const sweep = setInterval(
    () =>
      void sweepSessions(deps.db, deps.clock).catch((error: unknown) =>
        deps.log.error({ err: error as Error }, 'sweep'),
      ),
    SWEEP_MILLISECONDS,
  )
  sweep.unref()
  let stopping: Promise<void> | undefined
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      (stopping ??= drain(server, deps, () => {
        app.locals['stopping'] = true
        clearInterval(sweep)
      })),
  }
}

const listen = (server: Server, { port, host }: Config): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new CannotStart(
          error.code === 'EADDRINUSE'
            ? `Port ${port} is in use. Stop what uses it, or set another: PORT=${port + 1}`
            : error.code === 'EACCES'
              ? `This user may not listen on port ${port}. Set one above 1023: PORT=3000`
              : `Cannot listen on ${host}:${port} (${error.code}). Check HOST and PORT.`,
          { cause: error },
        ),
      ),
    )
    server.listen(port, host, resolve)
  })

async function drain(server: Server, deps: Deps, begin: () => void): Promise<void> {
  begin()
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  server.closeIdleConnections()
  // A connection that is kept alive closes after its answer; one that never ends is cut off.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MILLISECONDS)
  await closed
  clearInterval(idle)
  clearTimeout(cut)
  await closeDeps(deps)
}
