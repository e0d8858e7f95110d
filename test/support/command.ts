import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { builtFile } from '../../src/platform/paths.js'

export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CommandOptions {
  /** The working directory. The command reads a `.env` file in it. */
  readonly folder: string
  readonly environment?: Readonly<Record<string, string>>
  /** Text for its standard input. */
  readonly input?: string
}

const fullEnvironment = (overrides: Readonly<Record<string, string>> = {}): Record<string, string | undefined> => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  LOG_LEVEL: 'silent',
  PASSPHRASE_HASH_COST: 'low',
  PORT: '0',
  // Commands spend most of their time compiling modules. The cache lets each reuse what an earlier one compiled.
  NODE_COMPILE_CACHE: process.env['TEST_FOLDER'] && join(process.env['TEST_FOLDER'], 'compiled'),
  ...overrides,
})

const spawnCommand = (
  args: readonly string[],
  { folder, environment }: CommandOptions,
): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [builtFile('src/cli.js'), ...args], { cwd: folder, env: fullEnvironment(environment) })

/** Runs the built `unblock <args>` until it exits. */
export async function unblock(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const child = spawnCommand(args, options)
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (text: Buffer) => (output.stdout += text.toString()))
  child.stderr.on('data', (text: Buffer) => (output.stderr += text.toString()))
  child.stdin.on('error', () => {}).end(options.input ?? '')
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...output }
}

export interface Service {
  /** The base URL that it listens on. */
  readonly address: string
  /** Returns everything it has printed so far, on stdout and stderr. */
  output(): string
  signal(name: NodeJS.Signals): void
  /** Resolves with its exit code, or null if a signal ended it. */
  readonly ended: Promise<number | null>
}

/**
 * Runs `unblock start <args>` and resolves once it has printed its address.
 * @throws Error when it exits before that.
 */
export async function startService(args: readonly string[], options: CommandOptions): Promise<Service> {
  const child = spawnCommand(['start', ...args], options)
  let printed = ''
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (text: Buffer) => (printed += text.toString()))
    child.stdout.on('data', (text: Buffer) => {
      printed += text.toString()
      const port = /is at http:\/\/localhost:(\d+)\n/.exec(printed)?.[1]
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
    })
    void ended.then(code => reject(new Error(`unblock start exited with ${code}: ${printed}`)))
  })
  return { address, output: () => printed, signal: name => void child.kill(name), ended }
}
