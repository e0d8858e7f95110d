import { attributionHtml, attributionText, kindWithArticle, organisationHtml, type ShownAs } from '../accounts/index.js'
import { escapeHtml, SafeHtml } from '../platform/safe-html.js'

/** A kind of organisation is named beside an anonymous statement when this many organisations of it have accounts. */
export const ORGANISATIONS_FOR_COVER = 3

/** Who made a statement, for the markup of {@link statementLabelHtml} or as text. */
interface StatementMaker {
  readonly shownAs: ShownAs
  readonly memberName: string
  readonly organisationName: string
  readonly organisationKind: string
}

/**
 * Who made a statement, as they chose to be shown. An organisation's kind is said only where enough organisations of
 * that kind have accounts (`coveredKinds`): else it would give the organisation away.
 */
export function statementLabel(made: StatementMaker, coveredKinds: readonly string[]): string {
  if (made.shownAs === 'name') return attributionText({ name: made.memberName, organisation: made.organisationName })
  if (made.shownAs === 'organisation') return made.organisationName
  return anonymousLabel(made.organisationKind, coveredKinds)
}

/** The same for a page: only the organisation has the markup of one. */
export function statementLabelHtml(made: StatementMaker, coveredKinds: readonly string[]): SafeHtml {
  if (made.shownAs === 'name') return attributionHtml({ name: made.memberName, organisation: made.organisationName })
  const label = statementLabel(made, coveredKinds)
  return made.shownAs === 'organisation' ? organisationHtml(label) : new SafeHtml(escapeHtml(label))
}

/** `a council` where there are enough of them, else `an organisation`. */
export const anonymousLabel = (kind: string, coveredKinds: readonly string[]): string =>
  coveredKinds.includes(kind) ? kindWithArticle(kind) : kindWithArticle(undefined)
