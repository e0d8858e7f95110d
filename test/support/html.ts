import { load, type Cheerio, type CheerioAPI } from 'cheerio'

type Document = ReturnType<CheerioAPI['root']>[number]
type Node = Document | Document['children'][number]
type Elements = Cheerio<Node>

const TEXT_NODE = 3

let parsed: { readonly html: string; readonly $: CheerioAPI } | undefined

/** Parses the HTML of a page, or part of one, like a browser without scripts. */
export function documentOf(html: string): CheerioAPI {
  // Tests often query the same page several times.
  if (parsed?.html !== html) parsed = { html, $: load(html, { scriptingEnabled: false }) }
  return parsed.$
}

/** Returns the main element, or everything if this is only part of a page. */
function mainOf(html: string): Elements {
  const $ = documentOf(html)
  const main = $('main')
  return main.length > 0 ? main : $.root()
}

/** Returns the HTML of the main element. */
export const mainIn = (html: string): string => mainOf(html).prop('outerHTML') ?? ''

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** Returns the text of elements. Puts a space between elements, since most are separate on screen. */
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

/** Returns the visible text of a page below its header. */
export const textOf = (html: string): string => textIn(mainOf(html))

/** Returns the title for the browser's tab. */
export const titleOf = (html: string): string => oneLine(documentOf(html)('head > title').text())

/** Returns the headings of the main element, in order. */
export const headingsIn = (html: string): readonly string[] =>
  mainOf(html)
    .find('h1, h2, h3, h4')
    .toArray()
    .map(heading => textIn(documentOf(html)(heading)))

/** Returns the titles of the cards or entries of a list, in order. */
export const titlesIn = (html: string): readonly string[] =>
  mainOf(html)
    .find('li h2, li h3')
    .toArray()
    .map(title => textIn(documentOf(html)(title)))

export interface Link {
  readonly text: string
  readonly href: string
}

/** Returns the links of a page, or those inside the selector `within`, in order. */
export function linksIn(html: string, within = ':root'): readonly Link[] {
  const $ = documentOf(html)
  return $(within)
    .find('a[href]')
    .toArray()
    .map(link => ({ text: textIn($(link)), href: $(link).attr('href')! }))
}

/** Returns the address of the first link with this text. */
export const linkIn = (html: string, text: string): string | undefined =>
  linksIn(html).find(link => link.text === text)?.href

/** Returns the address of the link to the next page of a list. */
export const nextLinkIn = (html: string): string | undefined => documentOf(html)('a[rel=next]').attr('href')

/** Returns the body rows of the first table, or the first with this caption, each as the text of its cells. */
export function rowsIn(html: string, caption?: string): readonly (readonly string[])[] {
  const $ = documentOf(html)
  return $('table')
    .filter((_, table) => caption === undefined || textIn($(table).children('caption')) === caption)
    .first()
    .find('tbody > tr')
    .toArray()
    .map(row => cellsOf($, $(row)))
}

/** Returns the caption of a page's first table. */
export const captionIn = (html: string): string => textIn(documentOf(html)('table caption').first())

/** Returns the header cells of a page's first table. */
export function columnsIn(html: string): readonly string[] {
  const $ = documentOf(html)
  return cellsOf($, $('table').first().find('thead > tr'))
}

const cellsOf = ($: CheerioAPI, row: Elements): readonly string[] =>
  row
    .children('th, td')
    .toArray()
    .map(cell => textIn($(cell)))

/** Returns the message of the notification banner without its title, or an empty text if there is no banner. */
export const noticeIn = (html: string): string => textIn(documentOf(html)('.govuk-notification-banner__content'))

/** Returns the values of the radio buttons with this name, in order. */
export function radioValuesIn(html: string, name: string): readonly string[] {
  const $ = documentOf(html)
  return $(`input[type=radio][name="${name}"]`)
    .toArray()
    .map(radio => $(radio).attr('value')!)
}

/** Returns an attribute of the body, or undefined if it has none. */
export const bodyAttribute = (html: string, name: string): string | undefined => documentOf(html)('body').attr(name)

/** Returns the read-only texts that a page shows for copying. */
export function readOnlyTextsIn(html: string): readonly string[] {
  const $ = documentOf(html)
  return $('textarea[readonly]')
    .toArray()
    .map(area => oneLine($(area).text()))
}

/** Returns the error summary, in order: the field that each error links to, and its message. */
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
  /** The fields that a browser sends if the person changes nothing. */
  readonly fields: Readonly<Record<string, string | readonly string[]>>
}

/** Returns the last form that posts in the main element, or the one that posts to `action`. */
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

/** Returns the hidden fields of a page by name. If several have the same name, the last counts. */
export function hiddenFields(html: string): Readonly<Record<string, string>> {
  const $ = documentOf(html)
  return Object.fromEntries(
    $('input[type=hidden][name]')
      .toArray()
      .map(field => [$(field).attr('name')!, $(field).attr('value') ?? '']),
  )
}

/** Returns the value of the field with this label. @throws if there is none. */
export function fieldLabelled(html: string, label: string): string {
  const $ = documentOf(html)
  const found = $('label').filter((_, candidate) => textIn($(candidate)) === label)
  if (found.length === 0) throw new Error(`no field is labelled "${label}": ${textOf(html).slice(0, 300)}`)
  return valueOf($(`[id="${found.attr('for')}"]`))
}

/** Returns the accessible names of a page's buttons, in order. */
export function buttonsIn(html: string): readonly string[] {
  const $ = documentOf(html)
  return $('button, [role=button]')
    .toArray()
    .map(button => $(button).attr('aria-label') ?? textIn($(button)))
}

/** Returns the HTML of the first element that a selector finds, or an empty text. */
export const partOf = (html: string, selector: string): string =>
  documentOf(html)(selector).first().prop('outerHTML') ?? ''

/** Returns the text of each card of a page, in order. */
export function cardsIn(html: string): readonly string[] {
  const $ = documentOf(html)
  return $('li.app-card')
    .toArray()
    .map(card => textIn($(card)))
}

/** Returns the HTML of the section that begins with this heading, without the heading. Empty if there is none. */
export function sectionIn(html: string, heading: string): string {
  const $ = documentOf(html)
  const section = $('section').filter((_, candidate) => textIn($(candidate).children('h2').first()) === heading)
  const copy = section.first().clone()
  copy.children('h2').first().remove()
  return copy.prop('outerHTML') ?? ''
}

/** Returns the HTML of the main element without the parts that a selector finds. */
export function withoutParts(html: string, selector: string): string {
  const copy = mainOf(html).clone()
  copy.find(selector).remove()
  return copy.prop('outerHTML') ?? ''
}

/** Returns the name that a screen reader gives the first element that a selector finds, or an empty text. */
export const labelOf = (html: string, selector: string): string =>
  documentOf(html)(selector).first().attr('aria-label') ?? ''
