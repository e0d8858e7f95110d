import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { organisationKinds, upsertOrganisation, setSuccessor } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { Refused } from '../platform/errors.js'
import { newId } from '../platform/ids.js'
import { splitFrontMatter } from '../platform/markdown.js'
import { projectRoot } from '../platform/paths.js'
import type { Progress } from '../platform/progress.js'
import {
  findPage,
  kinds,
  MAX_BODY_LENGTH,
  MAX_SUMMARY_LENGTH,
  MAX_TITLE_LENGTH,
  MAX_TAGS,
  normaliseTag,
  type Kind,
} from '../pages/index.js'
import { publish } from '../review/index.js'
import { listSynonymGroups, saveSynonymGroup, sampleSynonyms } from '../search/index.js'

const folder = join(projectRoot, 'src/sample')

const frontMatterShape = (themes: readonly string[]) =>
  z.strictObject({
    title: z.string().min(1).max(MAX_TITLE_LENGTH),
    summary: z.string().min(1).max(MAX_SUMMARY_LENGTH),
    theme: z.enum(themes),
    tags: z
      .array(z.string().transform((tag, context) => normaliseTag(tag) ?? (context.addIssue(`not a tag: ${tag}`), '')))
      .max(MAX_TAGS),
    /** Solutions that get round a barrier, by their file names. */
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

export interface SamplePage {
  readonly kind: Kind
  /** The file's name without its ending: the address the page gets, and what barriers call it by. */
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly theme: string
  readonly tags: readonly string[]
  readonly solutions: readonly string[]
  readonly body: string
}

/** Reads the sample pages, solutions before the barriers that name them. @throws Refused that names a faulty file. */
export function readSamplePages(themes: readonly string[]): readonly SamplePage[] {
  return (['solution', 'barrier'] as const).flatMap(kind =>
    readdirSync(join(folder, kinds[kind].path))
      .filter(file => file.endsWith('.md'))
      .sort()
      .map(file => {
        const { frontMatter, rest } = splitFrontMatter(readFileSync(join(folder, kinds[kind].path, file), 'utf8'))
        const head = frontMatterShape(themes).safeParse(parse(frontMatter ?? ''))
        if (!head.success) throw new Refused(`src/sample/${kinds[kind].path}/${file}: ${z.prettifyError(head.error)}`)
        if (rest.length > MAX_BODY_LENGTH)
          throw new Refused(`src/sample/${kinds[kind].path}/${file}: the text is too long`)
        return {
          kind,
          name: file.slice(0, -'.md'.length),
          ...head.data,
          solutions: head.data.solutions ?? [],
          body: rest.trim() + '\n',
        }
      }),
  )
}

export const readSampleOrganisations = (): z.output<typeof organisationShape> =>
  organisationShape.parse(parse(readFileSync(join(folder, 'organisations.yaml'), 'utf8'), { schema: 'failsafe' }))

/**
 * Publishes the sample content: organisations, solutions, barriers, and synonyms where there are none. What is there
 * already by the same address is left as it is, so it can be run again. Returns how many pages were added.
 */
export async function loadSample(
  deps: Pick<Deps, 'db' | 'clock' | 'config'>,
  progress: Progress = () => {},
): Promise<number> {
  const { db, clock, config } = deps
  const pages = readSamplePages(config.themes.map(theme => theme.slug))
  await db.transaction(async tx => {
    const ids = new Map<string, string>()
    const organisations = readSampleOrganisations()
    for (const one of organisations)
      ids.set(
        one.name,
        await upsertOrganisation(
          tx,
          {
            name: one.name,
            kind: one.kind,
            website: one.website ?? null,
            endedOn: one.ended ?? null,
            domains: one.domains,
          },
          clock.now(),
        ),
      )
    for (const one of organisations)
      if (one.successor !== undefined) await setSuccessor(tx, ids.get(one.name)!, ids.get(one.successor)!)
    if ((await listSynonymGroups(tx)).length === 0)
      for (const terms of sampleSynonyms) await saveSynonymGroup(tx, terms, clock.now())
  })
  const idByName = new Map<string, string>()
  let added = 0
  for (const [at, page] of pages.entries()) {
    await db.transaction(async tx => {
      const known = await findPage(tx, page.kind, page.name)
      if (known) return void idByName.set(page.name, known.id)
      const pageId = newId()
      const now = clock.now()
      const links = page.solutions.flatMap(name => idByName.get(name) ?? [])
      await publish(tx, db.engine, {
        pageId,
        kind: page.kind,
        baseRevisionId: null,
        how: 'sample',
        note: 'Sample content',
        publishedAt: now,
        now,
        content: {
          title: page.title,
          summary: page.summary,
          theme: page.theme,
          tags: page.tags,
          links,
          body: page.body,
        },
        author: { authorId: null, label: 'Sample content', organisationId: null, shownAs: 'kind' },
      })
      idByName.set(page.name, pageId)
      added++
    })
    progress(at + 1, pages.length)
  }
  return added
}
