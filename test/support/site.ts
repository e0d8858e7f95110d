import type { Express } from 'express'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp } from '../../src/app.js'
import { byName, upsertOrganisation, register, updateMember, type Member, type Role } from '../../src/accounts/index.js'
import { readConfig } from '../../src/config.js'
import { toInstant } from '../../src/platform/clock.js'
import { openDatabase, type Engine, type OpenOptions } from '../../src/platform/database/index.js'
import { closeDeps, createDeps, type Config, type Deps } from '../../src/platform/deps.js'
import { newId } from '../../src/platform/ids.js'
import { findPage, type Content, type Kind, type PageHead } from '../../src/pages/index.js'
import { publish } from '../../src/review/index.js'
import { browserOn, PASSPHRASE, type Browser } from './browser.js'
import { freshDatabase } from './databases.js'

/** A clock that only a test moves. */
export interface TestClock {
  now(): string
  /** Moves the clock forward. */
  pass(seconds: number): void
}

/** Creates a clock that stands still at `start`. */
export function testClock(start = '2026-03-04T09:00:00.000Z'): TestClock {
  let at = Date.parse(start)
  return { now: () => toInstant(at), pass: seconds => void (at += seconds * 1000) }
}

/** An account to register. By default a new member at Testshire Council with a name and address of their own. */
export interface TestAccount {
  readonly role?: Role
  readonly trusted?: boolean
  readonly name?: string
  readonly email?: string
}

/** The real app on a new database. Call `await site.close()` when done. */
export interface TestSite {
  readonly app: Express
  readonly deps: Deps
  readonly clock: TestClock
  /** Creates a browser that keeps cookies and is not signed in. */
  visitor(): Browser
  /** Registers a member with the command and signs them in through the form. */
  signedIn(account?: TestAccount): Promise<{ browser: Browser; member: Member }>
  /** Publishes a page without the forms. */
  page(kind: Kind, content?: Partial<Content>): Promise<PageHead>
  close(): Promise<void>
}

/** Makes each name and title unique. */
let count = 0

/** Starts the app on a new database with one organisation, Testshire Council. */
export async function testSite(
  engine: Engine,
  environment: Record<string, string> = {},
  options: OpenOptions = {},
): Promise<TestSite> {
  const database = await freshDatabase(engine)
  const clock = testClock()
  const db = await openDatabase(database.url, options)
  const deps = await createDeps(testConfig(environment, database.url), db, clock)
  const app = createApp(deps)
  const server = await listening(app)
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await addTestshire(deps)
  return {
    app,
    deps,
    clock,
    visitor: () => browserOn(address),
    signedIn: account => signIn(deps, browserOn(address), account),
    page: (kind, content) => publishPage(deps, kind, content),
    async close() {
      server.closeAllConnections()
      server.close()
      await closeDeps(deps)
      await database.drop()
    },
  }
}

const testConfig = (environment: Record<string, string>, databaseUrl: string): Config =>
  readConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    PASSPHRASE_HASH_COST: 'low',
    ...environment,
    DATABASE_URL: databaseUrl,
  })

const addTestshire = ({ db, clock }: Deps): Promise<unknown> =>
  db.transaction(tx =>
    upsertOrganisation(
      tx,
      { name: 'Testshire Council', kind: 'council', website: null, endedOn: null, domains: ['testshire.example'] },
      clock.now(),
    ),
  )

async function signIn(
  deps: Deps,
  browser: Browser,
  {
    role = 'member',
    trusted = false,
    name = `Person ${++count}`,
    email = `person${++count}@testshire.example`,
  }: TestAccount = {},
): Promise<{ browser: Browser; member: Member }> {
  // Several tests need people of the same name.
  const member = await register(deps, { name, email, passphrase: PASSPHRASE }, role, { anyName: true })
  if (trusted) await deps.db.transaction(tx => updateMember(tx, member.id, { trust: 'trusted' }))
  const response = await browser.sendWithToken('/sign-in', { email, passphrase: PASSPHRASE })
  if (response.status !== 303) throw new Error(`sign-in answered ${response.status}`)
  return { browser, member }
}

async function publishPage({ db, clock }: Deps, kind: Kind, content: Partial<Content> = {}): Promise<PageHead> {
  const { slug } = await db.transaction(tx =>
    publish(tx, db.engine, {
      pageId: newId(),
      kind,
      content: {
        title: `A ${kind} ${++count}`,
        summary: 'It is in the way.',
        theme: 'security',
        tags: [],
        links: [],
        body: '## What happens\n\nNothing works.\n',
        ...content,
      },
      baseRevisionId: null,
      how: 'sample',
      note: 'Made for a test',
      publishedAt: clock.now(),
      now: clock.now(),
      author: { authorId: null, attribution: byName('A test'), organisationId: null, shownAs: 'kind' },
    }),
  )
  return (await findPage(db, kind, slug))!
}

/** Uses one server for all requests of a site. supertest would open and close a port for each request. */
async function listening(app: Express): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 0 }, app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}
