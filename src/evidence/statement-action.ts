import type { Actor } from '../accounts/index.js'
import { addressOf, type Kind } from '../pages/index.js'
import { canMakeStatements } from './rules.js'

/** The way to say something of a page, from a list: a button for who may say it at once, else a link to the form. */
export type StatementAction =
  | { readonly text: string; readonly title: string; readonly href: string }
  | {
      readonly text: string
      readonly title: string
      readonly action: string
      readonly fields: readonly { readonly name: string; readonly value: string }[]
    }

/** @param hasSpoken whether they said something of it before: they are not to change their word by one click. */
export function statementAction(
  actor: Actor,
  page: { readonly kind: Kind; readonly slug: string; readonly title: string },
  hasSpoken: boolean,
  text?: string,
): StatementAction {
  const href = addressOf(page)
  const isBarrier = page.kind === 'barrier'
  const named = {
    text: hasSpoken ? 'Say what changed' : (text ?? (isBarrier ? 'We faced this' : 'We tried this')),
    title: page.title,
  }
  // How a trial went must be told; that a barrier was faced is said in one action.
  return isBarrier && !hasSpoken && canMakeStatements(actor)
    ? { ...named, action: `${href}/reports`, fields: [{ name: 'organisation', value: actor.organisation.id }] }
    : { ...named, href: `${href}/${isBarrier ? 'reports' : 'trials'}/new` }
}
