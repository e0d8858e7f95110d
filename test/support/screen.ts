import type { Response } from 'supertest'
import { formIn, nextLinkIn, titlesIn, type Form } from './html.js'
import type { Browser } from './site.js'

export { formIn, linkIn, textOf, titlesIn, type Form } from './html.js'

const MOST_PAGES_OF_A_LIST = 50

/** Opens `page`, changes some fields of its form and sends it, like a person. */
export async function fillIn(
  browser: Browser,
  page: string,
  changes: Form['fields'],
  action?: string,
): Promise<Response> {
  const form = formIn((await browser.get(page)).text, action)
  return browser.send(form.action, { ...form.fields, ...changes })
}

/** Follows the “next” links of a list, and returns the titles on each page. */
export async function allTitles(browser: Browser, address: string): Promise<readonly (readonly string[])[]> {
  const pages: (readonly string[])[] = []
  for (let next: string | undefined = address; next !== undefined;) {
    const { text } = await browser.get(next)
    pages.push(titlesIn(text))
    next = nextLinkIn(text)
    if (pages.length > MOST_PAGES_OF_A_LIST) throw new Error(`${address} never ends`)
  }
  return pages
}

/** Joins parts of a long regular expression, which takes the flags of its first part. */
export const joinPatterns = (...parts: readonly RegExp[]): RegExp =>
  new RegExp(parts.map(part => part.source).join(''), parts[0]?.flags)
