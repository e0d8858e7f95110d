import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { byName, organisationKinds, setSuccessor, upsertOrganisation } from '../accounts/index.js'
import type { Instant } from '../platform/clock.js'
import type { Tx } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import { Refused } from '../platform/errors.js'
import { newId } from '../platform/ids.js'
import { splitFrontMatter } from '../platform/markdown.js'
import { projectRoot } from '../platform/paths.js'
import type { Progress } from '../platform/progress.js'
import {
  kinds,
  MAX_BODY_LENGTH,
  MAX_SUMMARY_LENGTH,
  MAX_TITLE_LENGTH,
  MAX_TAGS,
  normaliseTag,
  provableKindsFirst,
  type Kind,
} from '../pages/index.js'
import { publish } from '../review/index.js'
import { insertSynonymGroup, listSynonymGroups, normaliseTerms } from '../search/index.js'
import { samplePageFinder } from './find-sample-page.js'
import { sampleSynonyms } from './synonyms.js'

const folder = join(projectRoot, 'src/sample')

const frontMatterShape = (themes: readonly string[]) =>
  z.strictObject({
    title: z.string().min(1).max(MAX_TITLE_LENGTH),
    summary: z.string().min(1).max(MAX_SUMMARY_LENGTH),
    theme: z.enum(themes),
    tags: z
      .array(z.string().transform((tag, context) => normaliseTag(tag) ?? (context.addIssue(`not a tag: ${tag}`), '')))
      .max(MAX_TAGS),
    /** The solutions that a barrier links to, by file name without its ending. */
    solutions: z.array(z.string()).optional(),
  })

const organisationShape = z.array(
  z.strictObject({
    name: z.string(),
    kind: z.enum(Object.keys(organisationKinds)),
    website: z.string().optional(),
    domains: z.array(z.string()),
    ended: z.string().optional(),
    successor: z.string().optional(),
  }),
)

/** A sample page as its file gives it. */
export interface SamplePage {
  readonly kind: Kind
  /** The file's name without its ending. The page gets it as its slug, and barriers link to it by this name. */
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly theme: string
  readonly tags: readonly string[]
  /** The names of linked solutions. */
  readonly solutions: readonly string[]
  readonly body: string
}

/**
 * Reads the sample pages: first the solutions, then the barriers that link to them.
 * @throws Refused when a file is invalid; the message names it.
 */
export function readSamplePages(themes: readonly string[]): readonly SamplePage[] {
  return provableKindsFirst.flatMap(kind =>
    readdirSync(join(folder, kinds[kind].path))
      .filter(file => file.endsWith('.md'))
      .sort()
      .map(file => readSamplePage(kind, file, themes)),
  )
}

function readSamplePage(kind: Kind, file: string, themes: readonly string[]): SamplePage {
  const path = join(kinds[kind].path, file)
  const { frontMatter, rest } = splitFrontMatter(readFileSync(join(folder, path), 'utf8'))
  const head = frontMatterShape(themes).safeParse(parse(frontMatter ?? ''))
  if (!head.success) throw new Refused(`The sample file ${path} is not valid.\n${z.prettifyError(head.error)}`)
  if (rest.length > MAX_BODY_LENGTH) throw new Refused(`The text of the sample file ${path} is too long.`)
  const { solutions = [], ...fields } = head.data
  return { kind, name: file.slice(0, -'.md'.length), ...fields, solutions, body: `${rest.trim()}\n` }
}

/** Reads the sample organisations. */
export const readSampleOrganisations = (): z.output<typeof organisationShape> =>
  organisationShape.parse(parse(readFileSync(join(folder, 'organisations.yaml'), 'utf8'), { schema: 'failsafe' }))

type SampleDeps = Pick<Deps, 'db' | 'clock' | 'config'>

/**
 * Loads the sample organisations, solutions and barriers, and synonyms if there are none. A page that exists already stays
 * as it is, also under a former name, so this can run again. Returns the number of pages that were added.
 * @throws Refused when a sample file is invalid.
 */
export async function loadSample(deps: SampleDeps, progress: Progress = () => {}): Promise<number> {
  const { db, clock, config } = deps
  const pages = readSamplePages(config.themes.map(theme => theme.slug))
  await db.transaction(async tx => {
    await loadOrganisations(tx, clock.now())
    await loadSynonyms(tx, clock.now())
  })
  const findSamplePage = samplePageFinder()
  const idByName = new Map<string, string>()
  let added = 0
  for (const [index, page] of pages.entries()) {
    // Counted after the transaction, which may run more than once.
    const { id, isNew } = await db.transaction(async tx => {
      const existing = await findSamplePage(tx, page.kind, page.name)
      if (existing) return { id: existing.id, isNew: false }
      return { id: await publishSamplePage(deps, tx, page, idByName), isNew: true }
    })
    idByName.set(page.name, id)
    if (isNew) added++
    progress(index + 1, pages.length)
  }
  return added
}

async function loadOrganisations(tx: Tx, now: Instant): Promise<void> {
  const organisations = readSampleOrganisations()
  const ids = new Map<string, string>()
  for (const { name, kind, website = null, ended = null, domains } of organisations) {
    ids.set(name, await upsertOrganisation(tx, { name, kind, website, endedOn: ended, domains }, now))
  }
  for (const { name, successor } of organisations) {
    if (successor !== undefined) await setSuccessor(tx, ids.get(name)!, ids.get(successor)!)
  }
}

async function loadSynonyms(tx: Tx, now: Instant): Promise<void> {
  if ((await listSynonymGroups(tx)).length > 0) return
  for (const terms of sampleSynonyms) await insertSynonymGroup(tx, normaliseTerms(terms), now)
}

/** Returns the page's id. */
async function publishSamplePage(
  { db, clock }: SampleDeps,
  tx: Tx,
  page: SamplePage,
  idByName: ReadonlyMap<string, string>,
): Promise<string> {
  const { kind, title, summary, theme, tags, body } = page
  const links = page.solutions.flatMap(name => idByName.get(name) ?? [])
  const pageId = newId()
  const now = clock.now()
  await publish(tx, db.engine, {
    pageId,
    kind,
    baseRevisionId: null,
    how: 'sample',
    note: 'Sample content',
    publishedAt: now,
    now,
    content: { title, summary, theme, tags, links, body },
    author: { authorId: null, attribution: byName('Sample content'), organisationId: null, shownAs: 'kind' },
  })
  return pageId
}
