import { execFile } from 'node:child_process'
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

/** Runs Lighthouse on pages as on a mid-range phone. */
async function reportsOn(addresses: readonly string[]): Promise<readonly Report[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, 'run-lighthouse.js'), categories.join(','), ...addresses],
    { maxBuffer: 256 * 1024 * 1024 },
  )
  return JSON.parse(stdout) as readonly Report[]
}

/** Returns the scores of pages, in their order, from one run of Lighthouse on each. */
export const scoresOf = async (addresses: readonly string[]): Promise<readonly Scores[]> =>
  (await reportsOn(addresses)).map(scoresIn)

function scoresIn(report: Report): Scores {
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
