import type { Express } from 'express'
import { once } from 'node:events'
import { Agent, createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import supertest, { type Response, type Test } from 'supertest'
import type TestAgent from 'supertest/lib/agent.js'
import { createApp } from '../../src/app.js'
import { upsertOrganisation, register, updateMember, type Member, type Role } from '../../src/accounts/index.js'
import { readConfig } from '../../src/config.js'
import { toInstant } from '../../src/platform/clock.js'
import { openDatabase, type Engine, type OpenOptions } from '../../src/platform/database/index.js'
import { closeDeps, createDeps, type Config, type Deps } from '../../src/platform/deps.js'
import { newId } from '../../src/platform/ids.js'
import { findPage, type Content, type Kind, type PageHead } from '../../src/pages/index.js'
import { publish } from '../../src/review/index.js'
import { freshDatabase } from './databases.js'
import { formIn, hiddenFields, type Form } from './html.js'

/** A passphrase that is long enough and not on the list of common ones. */
export const PASSPHRASE = 'brisk otter paints nine fences'

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

/** Does what a person can do in a browser without scripts. */
export interface Browser {
  readonly agent: TestAgent
  get(address: string): Promise<Response>
  /** Posts exactly these fields, without a token. */
  send(address: string, fields: Form['fields']): Promise<Response>
  /** Opens `page`, changes fields of its form and sends it, like a person. `action` says which form, by its address. */
  submitForm(page: string, changes: Form['fields'], action?: string): Promise<Response>
  /**
   * Posts `fields` with the token and the key of a form on `page`, but without its other fields. Posts to `action`, by
   * default to the same address. This can send what no form of the page would.
   */
  sendWithToken(page: string, fields: Form['fields'], action?: string): Promise<Response>
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
  const member = await register(deps, { name, email, passphrase: PASSPHRASE }, role)
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
      author: { authorId: null, label: 'A test', organisationId: null, shownAs: 'kind' },
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

/** Keeps connections open between requests, like a browser. supertest alone would open one for each request. */
const connections = new Agent({ keepAlive: true })

/** The hidden fields that `sendWithToken` takes from a page. */
const carriedFields: ReadonlySet<string> = new Set(['_csrf', 'key', 'base', 'seenHash'])

/** Creates a browser for the service at an address. */
export function browserOn(address: string): Browser {
  const agent = supertest.agent(address)
  agent.use((request: Test) => void request.agent(connections))
  const send: Browser['send'] = (address, fields) =>
    Promise.resolve(agent.post(address).set('Sec-Fetch-Site', 'same-origin').type('form').send(encode(fields)))
  return {
    agent,
    get: address => Promise.resolve(agent.get(address)),
    send,
    async submitForm(page, changes, action) {
      const form = formIn((await agent.get(page)).text, action)
      return send(form.action, { ...form.fields, ...changes })
    },
    async sendWithToken(page, fields, action = page) {
      const response = await agent.get(page)
      const hidden = hiddenFields(response.text)
      return send(action, {
        ...Object.fromEntries(Object.entries(hidden).filter(([name]) => carriedFields.has(name))),
        ...fields,
      })
    },
  }
}

function encode(fields: Form['fields']): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) parameters.append(name, one)
  return parameters.toString()
}

/** Returns the fields of the form that edits a page, with defaults. */
export const pageFields = (
  fields: Record<string, string | readonly string[]> = {},
): Record<string, string | readonly string[]> => ({
  title: 'Calls drop on the office network',
  summary: 'Video calls end after a minute.',
  theme: 'it-and-access',
  tags: 'video, network',
  body: '## What happens\n\nThe call ends.\n',
  shownAs: 'organisation',
  note: '',
  intent: 'save',
  ...fields,
})
