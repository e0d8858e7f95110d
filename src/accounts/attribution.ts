import { escapeHtml, SafeHtml } from '../platform/safe-html.js'
import { kindWithArticle } from './organisation-kinds.js'
import type { Member, ShownAs } from './rules.js'

/**
 * How an author is shown. The name is what a person typed. The organisation is what the site knows: the name of a listed
 * organisation, or its kind (`a council`). Each is undefined where it is not shown.
 */
export interface Attribution {
  readonly name: string | undefined
  readonly organisation: string | undefined
}

/** Returns how everyone, including moderators, sees a member. Never reveals more than `shownAs` allows. */
export function attribution(member: Pick<Member, 'name' | 'organisation'>, shownAs: ShownAs): Attribution {
  const { name, organisation } = member
  if (shownAs === 'name') return { name, organisation: organisation?.name }
  if (!organisation || shownAs === 'organisation') return { name: undefined, organisation: organisation?.name }
  return { name: undefined, organisation: kindWithArticle(organisation.kind) }
}

/** The attribution of whoever is shown by this name alone, like a moderator who decides. */
export const byName = (name: string): Attribution => ({ name, organisation: undefined })

const UNLISTED = 'a member whose organisation is not listed'

/** Formats an attribution where there can be no markup. */
export function attributionText({ name, organisation }: Attribution): string {
  if (name === undefined) return organisation === undefined ? UNLISTED : `a member of staff at ${organisation}`
  return organisation === undefined ? name : `${name}, ${organisation}`
}

/** Formats an attribution for a page: only an organisation that the site knows gets the markup of one. */
export function attributionHtml({ name, organisation }: Attribution): SafeHtml {
  if (organisation === undefined) return new SafeHtml(name === undefined ? UNLISTED : isolated(name))
  const before = name === undefined ? 'a member of staff at' : isolated(`${name},`)
  return new SafeHtml(`${before} ${organisationHtml(organisation).toString()}`)
}

const isolated = (text: string): string => `<span class="app-isolate">${escapeHtml(text)}</span>`

/** Marks the name or kind of an author's organisation. */
export const organisationHtml = (organisation: string): SafeHtml =>
  new SafeHtml(`<span class="app-organisation app-isolate">${escapeHtml(organisation)}</span>`)

/** The columns in which an attribution is stored. */
export interface AttributionColumns {
  readonly name: string | null
  readonly organisation: string | null
}

/** Reads an attribution from its columns. */
export const attributionFrom = ({ name, organisation }: AttributionColumns): Attribution => ({
  name: name ?? undefined,
  organisation: organisation ?? undefined,
})
