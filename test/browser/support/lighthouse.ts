import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'

interface Audit {
  readonly score: number | null
  readonly title: string
  readonly displayValue?: string
}

interface Report {
  readonly categories: Readonly<
    Record<
      string,
      { readonly score: number | null; readonly auditRefs: readonly { readonly id: string; readonly weight: number }[] }
    >
  >
  readonly audits: Readonly<Record<string, Audit>>
}

/** The categories do not include performance, because a timing makes a poor test: `npm run bench:pages` measures it. */
export const categories = ['accessibility', 'best-practices', 'seo'] as const

/** The scores of a page, from 0 to 100, and which audits cost it points. */
export interface Scores {
  readonly of: Readonly<Record<(typeof categories)[number], number>>
  readonly lost: readonly string[]
}

const settings = join(import.meta.dirname, 'lighthouse-settings.js')

const command = createRequire(import.meta.url).resolve('lighthouse/cli/index.js')

/** Runs Lighthouse on a page as on a mid-range phone. It needs a process of its own, outside the test runner. */
async function reportOn(address: string): Promise<Report> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      command,
      address,
      '--quiet',
      '--no-enable-error-reporting',
      '--output=json',
      '--output-path=stdout',
      `--config-path=${settings}`,
      `--only-categories=${categories.join(',')}`,
      '--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu',
    ],
    { env: { ...process.env, CHROME_PATH: process.env['CHROMIUM_PATH'] }, maxBuffer: 64 * 1024 * 1024 },
  )
  return JSON.parse(stdout) as Report
}

/** Returns the scores of a page from one run of Lighthouse. */
export async function scoresOf(address: string): Promise<Scores> {
  const report = await reportOn(address)
  const lost = categories.flatMap(category =>
    report.categories[category]!.auditRefs.filter(
      ({ id, weight }) => weight > 0 && (report.audits[id]!.score ?? 1) < 1,
    ).map(({ id }) => `${category}: ${id}: ${report.audits[id]!.title} ${report.audits[id]!.displayValue ?? ''}`),
  )
  return {
    of: Object.fromEntries(
      categories.map(category => [category, Math.round((report.categories[category]!.score ?? 0) * 100)]),
    ) as Scores['of'],
    lost,
  }
}
