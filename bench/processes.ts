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

/** How long a process may take to answer for the first time. */
const PATIENCE_MILLISECONDS = 30_000

const running = new Set<ChildProcess>()
const folders = new Set<string>()

// However the bench ends, no process and no folder of its own outlives it.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

/** A folder that is removed when the bench ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'unblock-bench-'))
  folders.add(folder)
  return folder
}

/** A server in a process of its own, which answers. */
export interface Measured {
  readonly port: number
  /** From the moment it was spawned to its first answer. */
  readonly startMilliseconds: number
  /** Does `work`, and says how the process fared meanwhile. */
  during<T>(
    work: () => Promise<T>,
    watch?: 'watched' | 'unwatched',
  ): Promise<{ readonly value: T; readonly reading: Reading }>
  stop(): Promise<void>
}

export interface Program {
  /** A built file below `dist`, and its arguments for a port. */
  readonly file: string
  readonly args: (port: number) => readonly string[]
  readonly environment: (port: number) => Readonly<Record<string, string>>
  readonly nodeOptions?: readonly string[]
  readonly folder: string
}

/** Starts a server, its output discarded, and waits for the first 200 of `/`. Nothing of the bench's own environment reaches it. */
export async function startServer({ file, args, environment, nodeOptions = [], folder }: Program): Promise<Measured> {
  const port = await freePort()
  const began = performance.now()
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
    if (performance.now() - began > PATIENCE_MILLISECONDS)
      throw new Error(`${file} did not answer within ${PATIENCE_MILLISECONDS / 1000} s`)
    await wait(4)
  }
  const startMilliseconds = performance.now() - began
  const ask = async <T>(question: object): Promise<T> => {
    child.send(question)
    const [answer] = (await once(child, 'message')) as [T]
    return answer
  }
  return {
    port,
    startMilliseconds,
    async during(work, watch = 'unwatched') {
      await ask({ begin: watch })
      const value = await work()
      return { value, reading: await ask<Reading>({ end: true }) }
    },
    async stop() {
      if (!running.has(child)) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** A port that nobody listens on now. */
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
