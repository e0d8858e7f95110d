import type { Response } from 'supertest'
import { upsertOrganisation, type Member } from '../../src/accounts/index.js'
import { addressOf, type PageHead } from '../../src/pages/index.js'
import { documentOf, formIn, linkIn, rowsIn, textOf, type Form } from './html.js'
import type { Browser } from './browser.js'
import type { TestSite } from './site.js'

type Fields = Form['fields']

export interface Organisation {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly domain: string
}

/** Adds an organisation of this kind. Its email domain is `<slug>.example`. */
export async function organisation(
  site: TestSite,
  name: string,
  kind = 'council',
  endedOn: string | null = null,
): Promise<Organisation> {
  const slug = name.toLowerCase().replaceAll(' ', '-')
  const domain = `${slug}.example`
  const id = await site.deps.db.transaction(tx =>
    upsertOrganisation(tx, { name, kind, website: null, endedOn, domains: [domain] }, site.clock.now()),
  )
  return { id, name, slug, domain }
}

/** Makes each new member's email address unique. */
let memberCount = 0

/** Creates a member of this organisation and signs them in. */
export const signInAt = (
  site: TestSite,
  { domain }: Pick<Organisation, 'domain'>,
  options: { name?: string } = {},
): Promise<{ browser: Browser; member: Member }> =>
  site.signedIn({ email: `someone${++memberCount}@${domain}`, ...options })

const statementsPath = (page: PageHead): string =>
  `${addressOf(page)}/${page.kind === 'barrier' ? 'reports' : 'trials'}`

/**
 * Submits the form behind "We faced this", which says "Facing it" unless `fields` say otherwise, or "We tried this", and
 * follows its redirect. Returns the response to the POST.
 */
export async function submitStatement(browser: Browser, page: PageHead, fields: Fields = {}): Promise<Response> {
  const form = formIn((await browser.get(`${statementsPath(page)}/new`)).text, statementsPath(page))
  const state = page.kind === 'barrier' ? { state: 'facing' } : {}
  const response = await browser.send(form.action, { ...state, ...form.fields, ...fields })
  if (response.status !== 303)
    throw new Error(`the statement was not recorded: ${response.status} ${textOf(response.text).slice(0, 300)}`)
  await browser.get(response.headers['location']!)
  return response
}

/** Reports a barrier with the "We faced this" button on its page. Returns the address that it redirects to. */
export async function reportWithOneClick(browser: Browser, page: PageHead): Promise<string> {
  const form = formIn((await browser.get(addressOf(page))).text, statementsPath(page))
  const response = await browser.send(form.action, form.fields)
  if (response.status !== 303)
    throw new Error(`the statement was not recorded: ${response.status} ${textOf(response.text).slice(0, 300)}`)
  return response.headers['location']!
}

/** Returns the address of the member's latest statement about a page, from the link on that page. */
export async function ownStatementAddress(browser: Browser, page: PageHead): Promise<string> {
  const { text } = await browser.get(addressOf(page))
  const address = linkIn(text, 'Correct or withdraw your report')
  if (address === undefined) throw new Error(`${addressOf(page)} does not link to a statement of this member`)
  return address
}

/** Withdraws the member's latest statement about a page and follows the redirect. Returns the response to the POST. */
export async function withdrawStatement(browser: Browser, page: PageHead): Promise<Response> {
  const address = await ownStatementAddress(browser, page)
  const response = await browser.submitForm(address, {}, `${address}/withdraw`)
  await browser.get(response.headers['location']!)
  return response
}

/** Returns the text of the evidence line below a page's title: the tag, then the figures. */
export const evidenceSummaryIn = (html: string): string => {
  const line = documentOf(html)('.app-evidence-line')
  return line.length === 0 ? '' : textOf(line.prop('outerHTML')!)
}

/** Returns the text of each cell in the first table of statements on a page, row by row. */
export const statementRowsIn = (html: string): readonly (readonly string[])[] =>
  rowsIn(documentOf(html)('table.app-statements-table').first().prop('outerHTML') ?? '')

/** Returns the counts that a page lists, such as `Facing it: 2`, by their label. */
export function countsIn(html: string): Readonly<Record<string, number>> {
  const $ = documentOf(html)
  const items = $('section#evidence').length > 0 ? $('section#evidence li') : $('li')
  return Object.fromEntries(
    items.toArray().flatMap(item => {
      const count = /^([^:]*): (\d+)$/.exec(textOf($.html(item)))
      return count ? [[count[1]!, Number(count[2])]] : []
    }),
  )
}
