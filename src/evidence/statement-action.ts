import type { Actor } from '../accounts/index.js'
import { addressOf, kinds, type Kind } from '../pages/index.js'
import type { HiddenField } from '../platform/http/index.js'
import { canMakeStatements, lacksListing } from './rules.js'
import { statementKindOn } from './statement-kinds.js'

/** How to make a statement about a page: a link to the form, or a button that makes it at once. */
export type StatementAction =
  | { readonly text: string; readonly title: string; readonly href: string }
  | {
      readonly text: string
      readonly title: string
      readonly action: string
      readonly fields: readonly HiddenField[]
    }

/** For a member who has made a statement on the page before. */
const UPDATE_TEXT = 'Report a change since then'

/**
 * How `actor` can make a statement about `page`. Undefined if they would be refused, as their organisation is not listed.
 * @param hasStatement whether they made one before. One click must not change what they reported, so they get the form.
 * @param text in place of the usual text, for those who get the form and have no statement yet.
 */
export function statementAction(
  actor: Actor,
  page: { readonly kind: Kind; readonly slug: string; readonly title: string },
  hasStatement: boolean,
  text: string = kinds[page.kind].statements.button,
): StatementAction | undefined {
  if (lacksListing(actor)) return undefined
  const href = `${addressOf(page)}/${kinds[page.kind].statements.path}`
  const title = page.title
  if (hasStatement) return { text: UPDATE_TEXT, title, href: `${href}/new` }
  const { oneClick } = statementKindOn(page.kind)
  if (oneClick === undefined || !canMakeStatements(actor)) return { text, title, href: `${href}/new` }
  return { text: oneClick.text, title, action: href, fields: [{ name: 'organisation', value: actor.organisation.id }] }
}
