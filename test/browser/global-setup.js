import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { createRunFolder } from '../support/run-folder.js'
import { findChromium } from './find-chromium.js'

/** Runs once before all tests. Sets CHROMIUM_PATH and TEST_FOLDER, a folder for the files of this run. */
export default async function globalSetup() {
  process.env.CHROMIUM_PATH = findChromium()
  process.env.TEST_FOLDER = createRunFolder()
  await buildChecks(process.env.TEST_FOLDER)
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
