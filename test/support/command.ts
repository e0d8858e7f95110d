import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { builtFile } from '../../src/platform/paths.js'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Circumstances {
  /** The working folder. The command reads its .env. */
  readonly folder: string
  readonly environment?: Readonly<Record<string, string>>
  /** Text for standard input. */
  readonly input?: string
}

const environmentOf = (own: Readonly<Record<string, string>> = {}): Record<string, string | undefined> => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  LOG_LEVEL: 'silent',
  PASSPHRASE_HASH_COST: 'low',
  PORT: '0',
  // A command spends most of its time compiling modules. The cache spares later commands that.
  NODE_COMPILE_CACHE: process.env['TEST_FOLDER'] && join(process.env['TEST_FOLDER'], 'compiled'),
  ...own,
})

const spawned = (args: readonly string[], { folder, environment }: Circumstances): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [builtFile('src/cli.js'), ...args], { cwd: folder, env: environmentOf(environment) })

/** Runs the built `unblock <args>` until it exits. */
export async function unblock(args: readonly string[], circumstances: Circumstances): Promise<Ended> {
  const child = spawned(args, circumstances)
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (text: Buffer) => (output.stdout += text.toString()))
  child.stderr.on('data', (text: Buffer) => (output.stderr += text.toString()))
  child.stdin.on('error', () => {}).end(circumstances.input ?? '')
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...output }
}

export interface Service {
  /** The address of the service. */
  readonly address: string
  /** Its output so far. */
  said(): string
  signal(name: NodeJS.Signals): void
  /** Resolves to its exit code, or null if a signal ended it. */
  readonly ended: Promise<number | null>
}

/** Starts `unblock start <args>` and waits until it prints its address. @throws if it exits before that. */
export async function startService(args: readonly string[], circumstances: Circumstances): Promise<Service> {
  const child = spawned(['start', ...args], circumstances)
  let said = ''
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (text: Buffer) => (said += text.toString()))
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString()
      const port = /is at http:\/\/localhost:(\d+)\n/.exec(said)?.[1]
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
    })
    void ended.then(code => reject(new Error(`it ended with ${code}: ${said}`)))
  })
  return { address, said: () => said, signal: name => void child.kill(name), ended }
}
