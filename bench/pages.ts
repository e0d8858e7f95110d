import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { Command } from 'commander'
import { startServer, temporaryFolder } from './processes.js'
import { median, say } from './report.js'
import { prepareSite } from './site.js'

interface Report {
  readonly categories: { readonly performance: { readonly score: number | null } }
  readonly audits: Readonly<Record<string, { readonly numericValue?: number }>>
}

interface Load {
  /** Lighthouse's performance score, from 0 to 100. */
  readonly score: number
  /** Largest contentful paint on the phone that Lighthouse simulates, in milliseconds. */
  readonly painted: number
}

const command = createRequire(import.meta.url).resolve('lighthouse/cli/index.js')

async function loadOf(address: string, chromium: string): Promise<Load> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      command,
      address,
      '--quiet',
      '--no-enable-error-reporting',
      '--output=json',
      '--output-path=stdout',
      '--only-categories=performance',
      '--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu',
    ],
    {
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: temporaryFolder(), CHROME_PATH: chromium },
      maxBuffer: 64 * 1024 * 1024,
    },
  )
  const { categories, audits } = JSON.parse(stdout) as Report
  return {
    score: Math.round((categories.performance.score ?? 0) * 100),
    painted: audits['largest-contentful-paint']?.numericValue ?? NaN,
  }
}

/** Starts the baseline: a server that sends the same words without styles to wait for. */
async function bareServer(html: string): Promise<{ readonly address: string; close(): void }> {
  const plain = html.replace(/<link rel="(?:stylesheet|icon)"[^>]*>/g, '')
  const server = createServer((_req, res) => {
    res.setHeader('Content-Type', 'text/html; charset=utf-8').end(plain)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() }
}

await new Command('bench:pages')
  .description(
    'Measures with Lighthouse how fast a mid-range phone shows the home page, a barrier and a search, ' +
      'compared with a bare page in the same run.',
  )
  .option('--runs <n>', 'how often each page is loaded', Number, 3)
  .option('--chromium <file>', 'the browser', '/usr/bin/chromium')
  .action(async ({ runs, chromium }: { runs: number; chromium: string }) => {
    const { program, barrier } = await prepareSite(temporaryFolder(), [], [])
    const app = await startServer(program)
    const site = `http://127.0.0.1:${app.port}`
    const bare = await bareServer(await (await fetch(site + barrier)).text())
    const pages = [
      ['a bare page', bare.address],
      ['the home page', `${site}/`],
      ['a barrier', site + barrier],
      ['search', `${site}/search?q=blocked`],
    ] as const
    const loads = new Map<string, Load[]>(pages.map(([name]) => [name, []]))
    for (let run = 0; run < runs; run++)
      for (const [name, address] of pages) loads.get(name)!.push(await loadOf(address, chromium))
    const barePaint = median(loads.get('a bare page')!.map(load => load.painted))
    say(
      `Lighthouse, a mid-range phone, ${runs} ${runs === 1 ? 'run' : 'runs'} each: scores (target 99), ` +
        'and the largest paint as a ratio to the bare page’s',
    )
    for (const [name, all] of loads)
      say(
        `  ${name.padEnd(20)} ${all
          .map(load => load.score)
          .sort((a, b) => a - b)
          .join(', ')
          .padEnd(24)} ${(median(all.map(load => load.painted)) / barePaint).toFixed(2)}`,
      )
    bare.close()
    await app.stop()
  })
  .parseAsync()
