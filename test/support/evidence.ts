import type { Response } from 'supertest'
import { upsertOrganisation, type Member } from '../../src/accounts/index.js'
import { addressOf, type PageHead } from '../../src/pages/index.js'
import { documentOf, formIn, linkIn, rowsIn, textOf, type Form } from './html.js'
import { fillIn } from './screen.js'
import { type Browser, type TestSite } from './site.js'

type Fields = Form['fields']

export interface Organisation {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly domain: string
}

/** Adds an organisation of this kind, with the email domain `<slug>.example`. */
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

let people = 0

/** Registers and signs in a member of its staff. */
export const someoneAt = (
  site: TestSite,
  { domain }: Pick<Organisation, 'domain'>,
  options: { name?: string } = {},
): Promise<{ browser: Browser; member: Member }> => site.signedIn({ email: `someone${++people}@${domain}`, ...options })

const pathOf = (page: PageHead): string => `${addressOf(page)}/${page.kind === 'barrier' ? 'reports' : 'trials'}`

/** Reports a barrier or a trial through the form, and follows the redirect. */
export async function says(browser: Browser, page: PageHead, fields: Fields = {}): Promise<Response> {
  const sent = await fillIn(browser, `${pathOf(page)}/new`, fields, pathOf(page))
  if (sent.status !== 303) throw new Error(`it was not recorded: ${sent.status} ${textOf(sent.text).slice(0, 300)}`)
  await browser.get(sent.headers['location']!)
  return sent
}

/** Reports a barrier with the button on its page. Returns the address of the redirect. */
export async function facedThis(browser: Browser, page: PageHead): Promise<string> {
  const form = formIn((await browser.get(addressOf(page))).text, pathOf(page))
  const sent = await browser.send(form.action, form.fields)
  if (sent.status !== 303) throw new Error(`it was not recorded: ${sent.status} ${textOf(sent.text).slice(0, 300)}`)
  return sent.headers['location']!
}

/** Returns the address of a person's latest statement on a page, from the link on the page. */
export async function ownStatement(browser: Browser, page: PageHead): Promise<string> {
  const { text } = await browser.get(addressOf(page))
  const own = linkIn(text, 'Change or withdraw it')
  if (own === undefined) throw new Error(`nothing of their own on ${addressOf(page)}`)
  return own
}

/** Withdraws a person's latest statement on a page, and follows the redirect. */
export async function withdraws(browser: Browser, page: PageHead): Promise<Response> {
  const own = await ownStatement(browser, page)
  const sent = await fillIn(browser, own, {}, `${own}/withdraw`)
  await browser.get(sent.headers['location']!)
  return sent
}

/** Returns the line about evidence below a page's title: the tag, then the figures. */
export const lineOf = (html: string): string => {
  const line = documentOf(html)('.app-evidence-line')
  return line.length === 0 ? '' : textOf(line.prop('outerHTML')!)
}

/** Returns the rows of the first table of statements on a page, each as its cells. */
export const wordsOf = (html: string): readonly (readonly string[])[] =>
  rowsIn(documentOf(html)('table.app-words').first().prop('outerHTML') ?? '')

/** Returns a page’s list of counts, such as `Facing it: 2`, as a record. */
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
