import { load, type Cheerio, type CheerioAPI } from 'cheerio'

type Document = ReturnType<CheerioAPI['root']>[number]
type Node = Document | Document['children'][number]
type Elements = Cheerio<Node>

const TEXT_NODE = 3

let parsed: { readonly html: string; readonly $: CheerioAPI } | undefined

/** The document that a browser without scripts makes of this HTML, or of a part of a page. */
export function documentOf(html: string): CheerioAPI {
  // Tests ask several things of the same page.
  if (parsed?.html !== html) parsed = { html, $: load(html, { scriptingEnabled: false }) }
  return parsed.$
}

/** What a page is about: its main part, or all of what is only a part of a page. */
function mainOf(html: string): Elements {
  const $ = documentOf(html)
  const main = $('main')
  return main.length > 0 ? main : $.root()
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** The text of elements. A space parts the text of one element from the next, as most stand apart on screen. */
function textIn(elements: Elements): string {
  const texts: string[] = []
  const visit = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if ('children' in node) visit(node.children)
      else if (node.nodeType === TEXT_NODE) texts.push(node.data)
    }
  }
  visit(elements.toArray())
  return oneLine(texts.join(' '))
}

/** The text that a reader sees of a page below its header. */
export const textOf = (html: string): string => textIn(mainOf(html))

/** The title in the browser's tab. */
export const titleOf = (html: string): string => oneLine(documentOf(html)('head > title').text())

/** The headings of a page's main part, in order. */
export const headingsIn = (html: string): readonly string[] =>
  mainOf(html)
    .find('h1, h2, h3, h4')
    .toArray()
    .map(heading => textIn(documentOf(html)(heading)))

/** The titles of the cards or entries of a list, in order. */
export const titlesIn = (html: string): readonly string[] =>
  mainOf(html)
    .find('li h2, li h3')
    .toArray()
    .map(title => textIn(documentOf(html)(title)))

export interface Link {
  readonly text: string
  readonly href: string
}

/** The links of a page, in order, or those inside what `within` selects. */
export function linksIn(html: string, within = ':root'): readonly Link[] {
  const $ = documentOf(html)
  return $(within)
    .find('a[href]')
    .toArray()
    .map(link => ({ text: textIn($(link)), href: $(link).attr('href')! }))
}

/** Where the first link with this text leads. */
export const linkIn = (html: string, text: string): string | undefined =>
  linksIn(html).find(link => link.text === text)?.href

/** Where the link to the next page of a list leads. */
export const nextLinkIn = (html: string): string | undefined => documentOf(html)('a[rel=next]').attr('href')

/** The rows of the body of the first table with this caption, or of the first table: the text of each cell. */
export function rowsIn(html: string, caption?: string): readonly (readonly string[])[] {
  const $ = documentOf(html)
  return $('table')
    .filter((_, table) => caption === undefined || textIn($(table).children('caption')) === caption)
    .first()
    .find('tbody > tr')
    .toArray()
    .map(row => cellsOf($, $(row)))
}

/** The caption of a page's first table. */
export const captionIn = (html: string): string => textIn(documentOf(html)('table caption').first())

/** The cells of the head of a page's first table. */
export function columnsIn(html: string): readonly string[] {
  const $ = documentOf(html)
  return cellsOf($, $('table').first().find('thead > tr'))
}

const cellsOf = ($: CheerioAPI, row: Elements): readonly string[] =>
  row
    .children('th, td')
    .toArray()
    .map(cell => textIn($(cell)))

/** The notification banner's message, without its title; empty when there is none. */
export const noticeIn = (html: string): string => textIn(documentOf(html)('.govuk-notification-banner__content'))

/** The texts that a page shows to be copied, not changed. */
export function readOnlyTextsIn(html: string): readonly string[] {
  const $ = documentOf(html)
  return $('textarea[readonly]')
    .toArray()
    .map(area => oneLine($(area).text()))
}

/** The error summary, in order: the field that each error links to, then its message. */
export function errorsIn(html: string): readonly string[] {
  const $ = documentOf(html)
  const summary = $('[role=alert]').filter((_, alert) => textIn($(alert)).startsWith('There is a problem'))
  return summary
    .find('li')
    .toArray()
    .map(item => {
      const field = $(item).children('a').attr('href') ?? '#'
      return `${field.slice(1)}: ${textIn($(item))}`
    })
}

export interface Form {
  readonly action: string
  /** What a browser sends when nothing in it is touched. */
  readonly fields: Readonly<Record<string, string | readonly string[]>>
}

/** The last posting form of a page's main part, or the one that posts to `action`. */
export function formIn(html: string, action?: string): Form {
  const $ = documentOf(html)
  const form = mainOf(html)
    .find('form[method=post]')
    .filter((_, candidate) => action === undefined || $(candidate).attr('action') === action)
    .last()
  if (form.length === 0) {
    const to = action === undefined ? '' : ` to ${action}`
    throw new Error(`no form to send${to}: ${textOf(html).slice(0, 300)}`)
  }
  return { action: form.attr('action')!, fields: fieldsOf($, form) }
}

function fieldsOf($: CheerioAPI, form: Elements): Form['fields'] {
  const fields: Record<string, string | string[]> = {}
  for (const control of form.find('input, textarea, select').toArray()) {
    const name = $(control).attr('name')
    if (name === undefined || !isSent($(control))) continue
    const value = valueOf($(control))
    const before = fields[name]
    fields[name] = before === undefined ? value : [...[before].flat(), value]
  }
  return fields
}

const isSent = (control: Elements): boolean => !control.is('[type=radio], [type=checkbox]') || control.is('[checked]')

function valueOf(control: Elements): string {
  if (control.is('textarea')) return control.text()
  if (!control.is('select')) return control.attr('value') ?? ''
  const chosen = control.find('option[selected]')
  return (chosen.length > 0 ? chosen : control.find('option')).first().attr('value') ?? ''
}

/** The name and value of each hidden field of a page; the last of a name counts. */
export function hiddenFields(html: string): Readonly<Record<string, string>> {
  const $ = documentOf(html)
  return Object.fromEntries(
    $('input[type=hidden][name]')
      .toArray()
      .map(field => [$(field).attr('name')!, $(field).attr('value') ?? '']),
  )
}

/** The value of the field with this label. @throws when there is none */
export function fieldLabelled(html: string, label: string): string {
  const $ = documentOf(html)
  const found = $('label').filter((_, candidate) => textIn($(candidate)) === label)
  if (found.length === 0) throw new Error(`no field is labelled "${label}": ${textOf(html).slice(0, 300)}`)
  return valueOf($(`[id="${found.attr('for')}"]`))
}

/** The names of a page's buttons, as a screen reader says them, in order. */
export function buttonsIn(html: string): readonly string[] {
  const $ = documentOf(html)
  return $('button, [role=button]')
    .toArray()
    .map(button => $(button).attr('aria-label') ?? textIn($(button)))
}
