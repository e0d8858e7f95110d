import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { builtFile } from '../src/platform/paths.js'
import type { Reading } from './probe.js'

/** Maximum time for a process to start and answer. */
const START_TIMEOUT_MILLISECONDS = 30_000

const running = new Set<ChildProcess>()
const folders = new Set<string>()

// Clean up our processes and folders, however the bench ends.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

/** Creates a folder that is removed when the bench ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'unblock-bench-'))
  folders.add(folder)
  return folder
}

/** A server that runs in its own process. */
export interface Measured {
  readonly port: number
  /** Time from spawning the process to its first answer. */
  readonly startMilliseconds: number
  /** Runs `work`, and measures the process meanwhile. */
  during<T>(
    work: () => Promise<T>,
    watch?: 'watched' | 'unwatched',
  ): Promise<{ readonly value: T; readonly reading: Reading }>
  stop(): Promise<void>
}

/** A program to start as a server. */
export interface Program {
  /** A built file, relative to `dist`. */
  readonly file: string
  readonly args: (port: number) => readonly string[]
  readonly environment: (port: number) => Readonly<Record<string, string>>
  readonly nodeOptions?: readonly string[]
  readonly folder: string
}

/** Starts a server and waits until `/` answers 200. Discards its output. The server does not inherit our environment. */
export async function startServer({ file, args, environment, nodeOptions = [], folder }: Program): Promise<Measured> {
  const port = await freePort()
  const startedAt = performance.now()
  const child = spawn(
    process.execPath,
    [...nodeOptions, '--import', builtFile('bench/probe.js'), builtFile(file), ...args(port)],
    {
      cwd: folder,
      env: environment(port),
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  )
  running.add(child)
  child.once('exit', () => running.delete(child))
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${file} ended with exit code ${child.exitCode} before it answered`)
    if (performance.now() - startedAt > START_TIMEOUT_MILLISECONDS)
      throw new Error(`${file} did not answer within ${START_TIMEOUT_MILLISECONDS / 1000} s`)
    await wait(4)
  }
  const startMilliseconds = performance.now() - startedAt
  const query = async <T>(message: object): Promise<T> => {
    child.send(message)
    const [answer] = (await once(child, 'message')) as [T]
    return answer
  }
  return {
    port,
    startMilliseconds,
    async during(work, watch = 'unwatched') {
      await query({ begin: watch })
      const value = await work()
      return { value, reading: await query<Reading>({ end: true }) }
    },
    async stop() {
      if (!running.has(child)) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** Finds a port that is not in use. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const answers = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    request({ port, host: '127.0.0.1', path: '/', agent: false }, response => {
      response.resume().once('close', () => resolve(response.statusCode === 200))
    })
      .once('error', () => resolve(false))
      .end()
  })
