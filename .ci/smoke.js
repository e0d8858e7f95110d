// Starts what was built, on the Node.js that runs this, with a new database; asks for a page; stops it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PATIENCE_MILLISECONDS = 60_000

const folder = mkdtempSync(join(tmpdir(), 'unblock-smoke-'))
const command = join(import.meta.dirname, '../dist/src/cli.js')
const service = spawn(process.execPath, [command, 'start'], {
  cwd: folder, // so that no .env is read
  env: { PATH: process.env.PATH, DATABASE_URL: 'sqlite:./smoke.db', PORT: '0', LOG_LEVEL: 'error' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const ended = once(service, 'exit')
const timer = setTimeout(() => service.kill('SIGKILL'), PATIENCE_MILLISECONDS)

try {
  const address = await addressOf(service.stdout)
  for (const path of ['/', '/health/ready']) {
    const { status } = await fetch(`${address}${path}`)
    if (status !== 200) throw new Error(`${path} answered ${status}`)
  }
  service.kill('SIGTERM')
  const [code] = await ended
  if (code !== 0) throw new Error(`on SIGTERM it ended with ${code}`)
  console.log(`Node.js ${process.version} starts it, shows a page and stops it.`)
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
  throw new Error(`it ended before it said where it is: ${text}`)
}
