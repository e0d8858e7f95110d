import { join } from 'node:path'
import { byName, register } from '../src/accounts/index.js'
import { readConfig } from '../src/config.js'
import { addressOf, findPageById, listPageIds, type Content, type Kind, type PageHead } from '../src/pages/index.js'
import type { Deps } from '../src/platform/deps.js'
import { newId } from '../src/platform/ids.js'
import { publish } from '../src/review/index.js'
import { loadSample } from '../src/sample/index.js'
import { openDeps } from '../src/server.js'
import { markdownOf } from './material.js'
import type { Program } from './processes.js'

/** The option with which the README starts the service (decision 19). */
const SMALL_YOUNG_GENERATION = '--max-semi-space-size=8'

const account = { name: 'Bench Member', email: 'member@bench.example', passphrase: 'brisk otter paints nine fences' }

/** A site to measure. Its database is closed. */
export interface PreparedSite {
  readonly program: Program
  /** The address of the barrier whose views we measure. */
  readonly barrier: string
  /** The addresses of all barriers. */
  readonly barriers: readonly string[]
  /** Pages that compare two unrelated texts. `what` describes the texts. */
  readonly comparisons: readonly {
    readonly what: string
    readonly address: string
    readonly texts: readonly [string, string]
  }[]
}

/** Creates a site in `folder`: sample content, a member, a barrier of 5 KB, and a page for each pair of texts. */
export async function prepareSite(
  folder: string,
  pairs: readonly { readonly what: string; readonly texts: readonly [string, string] }[],
  nodeOptions: readonly string[],
): Promise<PreparedSite> {
  const database = { NODE_ENV: 'production', DATABASE_URL: `sqlite:${join(folder, 'unblock.db')}` }
  const deps = await openDeps(readConfig({ ...database, LOG_LEVEL: 'silent' }))
  try {
    await loadSample(deps)
    await register(deps, account)
    const solutions = (await listPageIds(deps.db)).filter(page => page.kind === 'solution').slice(0, 3)
    const barrier = await publishPage(deps, 'barrier', [
      contentOf('The bench’s own barrier', markdownOf(7, 5 * 1024), {
        tags: ['network', 'video', 'meetings'],
        links: solutions.map(page => page.id),
      }),
    ])
    const comparisons = []
    for (const { what, texts } of pairs) {
      const address = await publishPage(
        deps,
        'solution',
        texts.map(text => contentOf(`Compared: ${what}`, text)),
      )
      comparisons.push({ what, texts, address: `${address}/compare?from=1&to=2` })
    }
    const barriers = (await listPageIds(deps.db)).filter(page => page.kind === 'barrier').map(addressOf)
    return {
      barrier,
      barriers,
      comparisons,
      program: {
        file: 'src/cli.js',
        args: () => ['start'],
        folder,
        nodeOptions: [SMALL_YOUNG_GENERATION, ...nodeOptions],
        environment: port => ({ ...database, PORT: String(port), PUBLIC_URL: 'http://localhost', LOG_LEVEL: 'info' }),
      },
    }
  } finally {
    await deps.db.close()
  }
}

/** Creates the content of a page, with defaults. */
export const contentOf = (title: string, body: string, more: Partial<Content> = {}): Content => ({
  title,
  summary: 'A page from the bench.',
  theme: 'security',
  tags: [],
  links: [],
  body,
  ...more,
})

/** Publishes `contents` as the revisions of one page. Returns its address. */
export async function publishPage({ db, clock }: Deps, kind: Kind, contents: readonly Content[]): Promise<string> {
  const pageId = newId()
  const author = { authorId: null, attribution: byName('The bench'), organisationId: null, shownAs: 'kind' } as const
  let page: PageHead | undefined
  for (const content of contents) {
    const now = clock.now()
    const baseRevisionId = page?.revisionId ?? null
    await db.transaction(tx =>
      publish(tx, db.engine, {
        pageId,
        kind,
        content,
        baseRevisionId,
        how: 'sample',
        note: '',
        author,
        publishedAt: now,
        now,
      }),
    )
    page = await findPageById(db, pageId)
  }
  return addressOf(page!)
}

/** Signs a member in through the form, like a browser. Returns the cookie. */
export async function signIn(
  port: number,
  { email, passphrase }: { readonly email: string; readonly passphrase: string } = account,
): Promise<string> {
  const address = `http://127.0.0.1:${port}/sign-in`
  const form = await fetch(address)
  const token = /name="_csrf" value="([^"]+)"/.exec(await form.text())?.[1]
  const answer = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookieOf(form) },
    body: new URLSearchParams({ _csrf: token ?? '', email, passphrase }),
  })
  if (answer.status !== 303) throw new Error(`Signing in answered ${answer.status}.`)
  return cookieOf(answer)
}

const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map(cookie => cookie.split(';')[0])
    .join('; ')
