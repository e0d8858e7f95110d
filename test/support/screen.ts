import type { Response } from 'supertest'
import { decoded } from './html.js'
import type { Browser } from './site.js'

const attributesOf = (tag: string): Record<string, string> =>
  Object.fromEntries([...tag.matchAll(/([a-z-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, decoded(value!)]))

const main = (html: string): string => /<main[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1] ?? html

/** What a reader sees of a page below its header: text alone, white space made one. */
export const textOf = (html: string): string =>
  decoded(main(html).replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()

export interface Form {
  readonly action: string
  /** What a browser sends when nothing in it is touched. */
  readonly fields: Readonly<Record<string, string | readonly string[]>>
}

/** The last posting form of a page's main part, or the one that posts to `action`. */
export function formIn(html: string, action?: string): Form {
  const forms = [...main(html).matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head, inner]) => ({
    head: attributesOf(head!),
    inner: inner!,
  }))
  const form = forms
    .filter(({ head }) => head['method'] === 'post' && (action === undefined || head['action'] === action))
    .at(-1)
  if (!form)
    throw new Error(`no form to send${action === undefined ? '' : ` to ${action}`}: ${textOf(html).slice(0, 300)}`)
  const fields: Record<string, string | string[]> = {}
  const add = (name: string, value: string): void => {
    const known = fields[name]
    fields[name] = known === undefined ? value : [...[known].flat(), value]
  }
  for (const [head] of form.inner.matchAll(/<input[^>]*>/g)) {
    const { name, type, value } = attributesOf(head)
    const isLeft = (type === 'radio' || type === 'checkbox') && !/\schecked/.test(head)
    if (name !== undefined && !isLeft) add(name, value ?? '')
  }
  for (const [, head, inner] of form.inner.matchAll(/<textarea([^>]*)>\n?([\s\S]*?)<\/textarea>/g))
    add(attributesOf(head!)['name']!, decoded(inner!))
  for (const [, head, inner] of form.inner.matchAll(/<select([^>]*)>([\s\S]*?)<\/select>/g))
    add(attributesOf(head!)['name']!, chosenIn(inner!))
  return { action: form.head['action']!, fields }
}

const chosenIn = (options: string): string =>
  attributesOf(/<option[^>]*\sselected>/.exec(options)?.[0] ?? /<option[^>]*>/.exec(options)?.[0] ?? '')['value'] ?? ''

/** Opens `page`, changes some fields of its form and sends it, as a person would. */
export async function fillIn(
  browser: Browser,
  page: string,
  changes: Form['fields'],
  action?: string,
): Promise<Response> {
  const form = formIn((await browser.get(page)).text, action)
  return browser.send(form.action, { ...form.fields, ...changes })
}

/** The cards and the entries of a list, in order. */
export const titlesIn = (html: string): readonly string[] =>
  [...main(html).matchAll(/<h[23] class="app-(?:card|history)__title">([\s\S]*?)<\/h[23]>/g)].map(([, inner]) =>
    textOf(inner!),
  )

/** Where the link with this text leads. */
export const linkIn = (html: string, text: string): string | undefined =>
  [...html.matchAll(/<a ([^>]*)>([\s\S]*?)<\/a>/g)]
    .filter(([, , inner]) => textOf(inner!) === text)
    .map(([, head]) => attributesOf(head!)['href'])[0]

/** All titles of a list that goes on over several pages, as its “next” links lead. */
export async function allTitles(browser: Browser, address: string): Promise<readonly (readonly string[])[]> {
  const pages: (readonly string[])[] = []
  for (let next: string | undefined = address; next !== undefined;) {
    const { text } = await browser.get(next)
    pages.push(titlesIn(text))
    const found: string | undefined = /<a [^>]*rel="next"[^>]*>/.exec(text)?.[0]
    next = found === undefined ? undefined : attributesOf(found)['href']
    if (pages.length > 50) throw new Error(`${address} never ends`)
  }
  return pages
}
