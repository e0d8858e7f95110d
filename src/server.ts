import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { migrations } from '../migrations/index.js'
import { createApp } from './app.js'
import { rebuilders } from './maintenance/index.js'
import { systemClock, type Clock } from './platform/clock.js'
import { migrate, openDatabase } from './platform/database/index.js'
import { closeDeps, createDeps, type Config, type Deps } from './platform/deps.js'
import { CannotStart } from './platform/errors.js'
import { sweepSessions } from './platform/http/index.js'

/** How long requests in flight may take to finish after SIGTERM. Process managers kill after 10 seconds. */
const DRAIN_MILLISECONDS = 8_000

/** How often connections that have become idle are closed while the server drains. */
const IDLE_CHECK_MILLISECONDS = 50

/** How often expired sessions are deleted. */
const SWEEP_MILLISECONDS = 3_600_000

/** Longest request line and headers, in bytes: an address with 10,000 percent-encoded characters of any script. */
const MAX_HEAD_BYTES = 144 * 1_024

/** Maximum number of simultaneous connections. Each costs about 20 KB, more while it sends a form. */
const MAX_CONNECTIONS = 5_000

/** After this many requests, a client opens a new connection. */
const MAX_REQUESTS_PER_CONNECTION = 1_000

/** How many requests a connection may send before it has the answer to the first. Browsers send one. */
const MAX_WAITING_REQUESTS = 20

/** How long a client may take to send its headers, and its whole request. */
const HEADERS_MILLISECONDS = 20_000
const REQUEST_MILLISECONDS = 60_000

/**
 * Opens the database, brings its schema up to date, and builds everything that commands and routes work with.
 * @throws CannotStart when the database cannot be opened or brought up to date.
 */
export async function openDeps(config: Config, clock: Clock = systemClock): Promise<Deps> {
  const db = await openDatabase(config.databaseUrl)
  try {
    await migrate(db, clock, migrations, rebuilders)
  } catch (error) {
    await db.close()
    throw error instanceof CannotStart ? error : migrationFailed(error as Error)
  }
  return createDeps(config, db, clock)
}

const migrationFailed = (cause: Error): CannotStart =>
  new CannotStart(
    `The database could not be brought up to date: ${cause.message}. ` +
      'Check that this user can write to it and that no other program has locked it.',
    { cause },
  )

/** A service that is listening. */
export interface Running {
  /** The port it listens on: the configured one, or for 0 the one that the system chose. */
  readonly port: number
  /** Stops accepting requests, lets those in flight finish, and closes the database. */
  stop(): Promise<void>
}

/** Starts listening. @throws CannotStart when the port is in use or not allowed. */
export async function serve(deps: Deps): Promise<Running> {
  const app = createApp(deps)
  const server = createServer(
    { maxHeaderSize: MAX_HEAD_BYTES, requestTimeout: REQUEST_MILLISECONDS, headersTimeout: HEADERS_MILLISECONDS },
    inTurnsPerConnection(app),
  )
  server.maxConnections = MAX_CONNECTIONS
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_CONNECTION
  // No limit on their number: beyond one, Node would silently drop headers, perhaps the host. Their length is limited.
  server.maxHeadersCount = 0
  await listen(server, deps.config)
  const sweep = setInterval(() => void sweepOrLog(deps), SWEEP_MILLISECONDS)
  sweep.unref()
  let stopping: Promise<void> | undefined
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      // The health check fails from here on, so that a load balancer sends no more requests.
      app.locals['stopping'] = true
      clearInterval(sweep)
      stopping ??= drain(server, deps)
      return stopping
    },
  }
}

/**
 * Answers the requests of each connection one after the other, each in a turn of the event loop of its own. Node would start
 * them all at once, and keep all other connections waiting.
 */
function inTurnsPerConnection(handle: RequestListener): RequestListener {
  const waiting = new WeakMap<Socket, (() => void)[]>()
  return (req, res) => {
    const { socket } = req
    const queue = waiting.get(socket) ?? []
    waiting.set(socket, queue)
    if (queue.length > MAX_WAITING_REQUESTS) return void socket.destroy()
    const start = (): void => {
      res.once('close', () => {
        queue.shift()
        if (queue[0]) setImmediate(queue[0])
      })
      if (!socket.destroyed) handle(req, res)
    }
    queue.push(start)
    if (queue.length === 1) start()
  }
}

async function sweepOrLog({ db, clock, log }: Deps): Promise<void> {
  try {
    await sweepSessions(db, clock)
  } catch (error) {
    log.error({ err: error as Error }, 'sweep')
  }
}

const listen = (server: Server, config: Config): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new CannotStart(listenProblem(cause.code, config), { cause })),
    )
    server.listen(config.port, config.host, resolve)
  })

function listenProblem(code: string | undefined, { port, host }: Config): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use. Stop the program that uses it, or set another port: PORT=${port + 1}`
  if (code === 'EACCES') return `This user may not listen on port ${port}. Set a port above 1023: PORT=3000`
  return `Cannot listen on ${host}:${port} (${code}). Check HOST and PORT.`
}

async function drain(server: Server, deps: Deps): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  server.closeIdleConnections()
  // A kept-alive connection is idle after its answer and can be closed then; one that never ends is cut off.
  const closeIdle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MILLISECONDS)
  const cutOff = setTimeout(() => server.closeAllConnections(), DRAIN_MILLISECONDS)
  await closed
  clearInterval(closeIdle)
  clearTimeout(cutOff)
  await closeDeps(deps)
}
