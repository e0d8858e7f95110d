// Starts the built service on the Node.js that runs this script, with a new database. Requests pages, then stops it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Maximum time for all of this. */
const TIMEOUT_MILLISECONDS = 60_000

const folder = mkdtempSync(join(tmpdir(), 'unblock-smoke-'))
const command = join(import.meta.dirname, '../dist/src/cli.js')
const service = spawn(process.execPath, [command, 'start'], {
  cwd: folder, // so that no .env is read
  env: { PATH: process.env.PATH, DATABASE_URL: 'sqlite:./smoke.db', PORT: '0', LOG_LEVEL: 'error' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const exited = once(service, 'exit')
const timer = setTimeout(() => service.kill('SIGKILL'), TIMEOUT_MILLISECONDS)

try {
  const address = await addressOf(service.stdout)
  for (const path of ['/', '/health/ready']) {
    const { status } = await fetch(`${address}${path}`)
    if (status !== 200) throw new Error(`${path} answered ${status}`)
  }
  service.kill('SIGTERM')
  const [code] = await exited
  if (code !== 0) throw new Error(`the service exited with ${code} after SIGTERM`)
  console.log(`The service starts, answers and stops on Node.js ${process.version}.`)
} finally {
  service.kill('SIGKILL')
  clearTimeout(timer)
  rmSync(folder, { recursive: true, force: true })
}

async function addressOf(output) {
  let text = ''
  for await (const chunk of output) {
    text += chunk
    const address = / is at (http:\S+)\n/.exec(text)?.[1]
    if (address) return address
  }
  throw new Error(`the service exited before it printed its address: ${text}`)
}
