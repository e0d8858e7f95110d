import { Agent } from 'node:http'
import supertest, { type Response, type Test } from 'supertest'
import type TestAgent from 'supertest/lib/agent.js'
import { formIn, hiddenFields, type Form } from './html.js'

/** A passphrase that is long enough and not on the list of common ones. */
export const PASSPHRASE = 'brisk otter paints nine fences'

/** Does what a person can do in a browser without scripts. */
export interface Browser {
  readonly agent: TestAgent
  get(address: string): Promise<Response>
  /** Posts exactly these fields, without a token, as a page of the site does. */
  send(address: string, fields: Form['fields']): Promise<Response>
  /** Opens `page`, changes fields of its form and sends it, like a person. `action` says which form, by its address. */
  submitForm(page: string, changes: Form['fields'], action?: string): Promise<Response>
  /**
   * Posts `fields` with the token and the key of a form on `page`, but without its other fields. Posts to `action`, by
   * default to the same address. This can send what no form of the page would.
   */
  sendWithToken(page: string, fields: Form['fields'], action?: string): Promise<Response>
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
export const pageFields = (fields: Form['fields'] = {}): Form['fields'] => ({
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
