/** The partials that show evidence, and the cards of pages with theirs. */
import { partial } from '../platform/http/index.js'
import type { PageCard } from '../pages/index.js'
import type { EvidenceModel } from './evidence-model.js'
import type { StatementTableLabels } from './labels.js'
import type { StatementAction } from './statement-action.js'
import type { StatementActions, StatementModel } from './statement-model.js'

/** How many organisations say what, as a bar. `text` says it in a sentence. */
export const barPartial = partial<{ readonly bar: EvidenceModel['bar']; readonly text: string }>('partials/bar')

/** How many organisations say what, in words. `isKey`: it explains a bar, and is not read out beside it. */
export const countsPartial = partial<{ readonly counts: EvidenceModel['counts']; readonly isKey?: boolean }>(
  'partials/counts',
)

/** The tag of a proven solution, with where it worked. Prints nothing for one that is not proven. */
export const proofPartial = partial<{ readonly proof: string | undefined }>('partials/proof')

/** The way to make a statement about a page, from a list. */
export const statementActionPartial = partial<{ readonly action: StatementAction; readonly csrf: string | undefined }>(
  'partials/statement-action',
)

interface Card extends PageCard {
  readonly evidence?: EvidenceModel
  /** The kinds of organisation at which a solution worked. */
  readonly kinds?: string
  /** Shown in place of the summary: where the page matches a query. */
  readonly snippet?: readonly { readonly text: string; readonly marked: boolean }[] | undefined
  /** What organisations like the reader's say. */
  readonly peers?: string | undefined
  readonly statementAction?: StatementAction | undefined
}

/** Pages as a list of cards. */
export const cardsPartial = partial<{
  readonly cards: readonly Card[]
  /** 2 unless it is given. */
  readonly headingLevel?: 2 | 3
  readonly showsKind?: boolean
  readonly showsChanged?: boolean
  /** For the cards with a button. */
  readonly csrf?: string | undefined
}>('partials/cards')

/** Tells a member whose organisation is not listed whom to ask. */
export const listingPartial = partial<{ readonly operatorEmail: string }>('partials/listing')

/** The form that withdraws the reader's own statement. */
export const withdrawStatementPartial = partial<{ readonly action: string; readonly csrf: string | undefined }>(
  'partials/withdraw-statement',
)

/** Statements as a table, with what the reader may do with each. */
export const statementsTablePartial = partial<{
  readonly caption: string
  readonly labels: StatementTableLabels
  readonly statements: readonly (StatementModel & {
    readonly actions?: StatementActions
    /** How many people a position adds up: see `PositionModel`. */
    readonly people?: string | undefined
  })[]
  /** For statements without `actions`. */
  readonly mayRemove?: boolean
}>('partials/statements-table')
