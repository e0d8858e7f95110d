import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { findMovedSlug, findPage, type Kind, type PageHead } from '../pages/index.js'
import type { Reader } from '../platform/database/index.js'
import { projectRoot } from '../platform/paths.js'

const namesShape = z.record(z.string(), z.array(z.string()))

const formerNamesShape = z.strictObject({ barrier: namesShape, solution: namesShape })

/** Reads the names that sample pages had in earlier releases, by their kind and their names now. */
export const readFormerNames = (): z.output<typeof formerNamesShape> =>
  formerNamesShape.parse(parse(readFileSync(join(projectRoot, 'src/sample/former-names.yaml'), 'utf8')))

/** Finds the page that a sample page became, by the sample page's name. */
export type FindSamplePage = (db: Reader, kind: Kind, name: string) => Promise<PageHead | undefined>

/** Creates a function that also finds pages that were loaded under a former name, or whose title members changed. */
export function samplePageFinder(): FindSamplePage {
  const formerNames = readFormerNames()
  return async (db, kind, name) => {
    for (const slug of [name, ...(formerNames[kind][name] ?? [])]) {
      const current = await findMovedSlug(db, kind, slug)
      if (current !== undefined) return findPage(db, kind, current)
    }
    return undefined
  }
}
