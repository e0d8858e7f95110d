import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { createRunFolder } from '../support/run-folder.js'
import { findChromium } from './find-chromium.js'

/** Runs once before all tests. Sets CHROMIUM_PATH and TEST_FOLDER, a folder for the files of this run. */
export default async function globalSetup() {
  process.env.CHROMIUM_PATH = findChromium()
  process.env.TEST_FOLDER = createRunFolder()
  await Promise.all([buildChecks(process.env.TEST_FOLDER), makeDemonstration(process.env.TEST_FOLDER)])
}

/**
 * Starts a demonstration once, for the tests to copy: `demonstration.db`. What it printed, with the passphrases of its
 * accounts, is in `demonstration.txt`.
 */
async function makeDemonstration(folder) {
  const command = join(import.meta.dirname, '../../dist/src/cli.js')
  const service = spawn(process.execPath, [command, 'start', '--demonstration'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: `sqlite:${join(folder, 'demonstration.db')}`,
      LOG_LEVEL: 'silent',
      PASSPHRASE_HASH_COST: 'low',
      PORT: '0',
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  for await (const text of service.stdout) {
    printed += text
    if (printed.includes(' is at http')) service.kill('SIGTERM')
  }
  if (!printed.includes(' is at http')) throw new Error(`The demonstration did not start: ${printed}`)
  writeFileSync(join(folder, 'demonstration.txt'), printed)
}

/**
 * Puts the checks that run in a page into one script, `in-page.js`. axe is not bundled but put before them, because a
 * browser takes four times as long to read it inside another function.
 */
async function buildChecks(folder) {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await build({
    entryPoints: [join(import.meta.dirname, 'in-page/index.ts')],
    outfile: join(folder, 'in-page.js'),
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'inPage',
    banner: { js: axe },
    footer: { js: 'globalThis.inPage = inPage' },
    logLevel: 'warning',
  })
}
