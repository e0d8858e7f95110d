import type { Request, Response } from 'express'
import { memberOf, shownAsChoices, type Member, type ShownAsChoice } from '../accounts/index.js'
import type { Reader } from '../platform/database/index.js'
import { isoDateOf } from '../platform/dates.js'
import { Refused } from '../platform/errors.js'
import {
  fieldErrorFrom,
  show,
  view,
  type FieldError,
  type FormValues,
  type HiddenField,
  type PageModel,
  type Parsed,
  type SelectItem,
} from '../platform/http/index.js'
import { addressOf, kinds, listLinkedPages, listPagesByIds, type LinkedPage, type PageHead } from '../pages/index.js'
import type { EvidenceDeps } from './caches.js'
import { statementLabel } from './disclosure.js'
import { statementParsers, type StatementInput } from './forms.js'
import { stateLabels } from './labels.js'
import { MAX_NOTE_LENGTH } from './limits.js'
import { listCoveredKinds } from './position-store.js'
import { NotLinked } from './new-statement.js'
import { proofsOf } from './statement-context.js'
import { statementKindOn, type StatementKindDefinition } from './statement-kinds.js'
import type { StatementKind } from './states.js'

/** What the form shows of the statement that it changes. */
interface ChangedStatement {
  /** Says that the statement is not counted, and why. Undefined if it is counted. */
  readonly uncountedNotice: string | undefined
  readonly withdrawAction: string
}

/** What differs between a form for a new statement and one that changes a statement. */
export interface StatementFormOptions {
  readonly heading: string
  readonly action: string
  readonly submitText: string
  readonly cancelText: string
  /** The organisation that the statement is for. It may not be the member's any more when they change an old one. */
  readonly organisation: { readonly name: string; readonly kind: string }
  readonly changed?: ChangedStatement | undefined
  /** The id of the page that a changed statement names: it may stay, even if it is no longer linked. */
  readonly previousLink: string | null
  readonly values: FormValues
  readonly errors?: readonly FieldError[]
}

interface StatementFormModel extends PageModel, Omit<StatementFormOptions, 'errors' | 'organisation' | 'previousLink'> {
  readonly organisationName: string
  readonly pageHref: string
  readonly hiddenFields: readonly HiddenField[] | undefined
  readonly stateLegend: string
  readonly stateItems: readonly (SelectItem & { readonly hint: { readonly text: string } })[]
  readonly linkedLabel: string
  readonly linkedHint: { readonly text: string } | undefined
  /** Empty if no page is linked: the form then leaves the question out. */
  readonly linkedItems: readonly SelectItem[]
  readonly asksEffort: boolean
  readonly shownAsItems: readonly ShownAsChoice[]
  readonly maxNoteLength: number
}

export const statementFormView = view<StatementFormModel>('evidence/form')

/** Shows the form that makes or changes a statement about `page`. With errors, the status is 422. */
export async function showStatementForm(
  deps: EvidenceDeps,
  req: Request,
  res: Response,
  page: PageHead,
  { organisation, previousLink, ...form }: StatementFormOptions,
): Promise<void> {
  const actor = memberOf(req)
  const kind = statementKindOn(page.kind)
  const coveredKinds = await listCoveredKinds(deps.db)
  const model: StatementFormModel = {
    ...form,
    pageTitle: form.heading,
    section: kinds[page.kind].path,
    noindex: true,
    breadcrumbs: statementBreadcrumbs(page),
    pageHref: addressOf(page),
    organisationName: organisation.name,
    hiddenFields: actor.organisation && [{ name: 'organisation', value: actor.organisation.id }],
    stateLegend: kind.text.stateLegend,
    stateItems: stateItems(kind),
    linkedLabel: kind.text.linkedLabel,
    linkedHint: kind.text.linkedHint === undefined ? undefined : { text: kind.text.linkedHint },
    linkedItems: await linkedItems(deps.db, page, previousLink, coveredKinds),
    asksEffort: kind.asksEffort,
    shownAsItems: shownAsItems(actor, organisation, coveredKinds),
    maxNoteLength: MAX_NOTE_LENGTH,
  }
  show(req, res, statementFormView, model, form.errors ? 422 : 200)
}

/** The breadcrumbs of what is about a page: the list of its kind, then the page. */
export const statementBreadcrumbs = (page: PageHead) => [
  { text: kinds[page.kind].heading, href: `/${kinds[page.kind].path}` },
  { text: page.title, href: addressOf(page) },
]

const stateItems = (kind: StatementKindDefinition): StatementFormModel['stateItems'] =>
  kind.states.map(value => ({ value, text: stateLabels[value].text, hint: { text: stateLabels[value].hint } }))

async function linkedItems(
  db: Reader,
  page: PageHead,
  previousLink: string | null,
  coveredKinds: readonly string[],
): Promise<readonly SelectItem[]> {
  const pages = await linkedChoices(db, page, previousLink)
  if (pages.length === 0) return []
  const proofs = await proofsOf(db, pages, coveredKinds)
  const items = pages.map(({ id, title }) => {
    const proof = proofs.get(id)
    return { value: id, text: proof === undefined ? title : `${title} (proven: ${proof})` }
  })
  return [{ value: '', text: 'None of these' }, ...items]
}

type LinkedChoice = Pick<LinkedPage, 'id' | 'kind' | 'title'>

/** The linked pages that are not archived, and the page that the statement named before. */
async function linkedChoices(
  db: Reader,
  page: PageHead,
  previousLink: string | null,
): Promise<readonly LinkedChoice[]> {
  const linked = await listLinkedPages(db, page.id)
  if (previousLink === null || linked.some(choice => choice.id === previousLink)) return linked
  return [...linked, ...(await listPagesByIds(db, [previousLink]))]
}

/** The ways to be shown. Each hint is the label that the statement would get. */
function shownAsItems(
  actor: Member,
  organisation: StatementFormOptions['organisation'],
  coveredKinds: readonly string[],
): readonly ShownAsChoice[] {
  const made = { memberName: actor.name, organisationName: organisation.name, organisationKind: organisation.kind }
  return shownAsChoices(actor).map(choice => ({
    ...choice,
    hint: { text: `Shown as: ${statementLabel({ ...made, shownAs: choice.value }, coveredKinds)}` },
  }))
}

/**
 * Reads the statement that was sent, by the form of its kind.
 * @param implied the fields that the button on a page implies and does not send
 */
export function parseStatement(
  deps: EvidenceDeps,
  req: Request,
  kind: StatementKind,
  implied: FormValues = {},
): Parsed<StatementInput> {
  const body = { ...implied, ...(req.body as object | undefined) }
  return statementParsers[kind](memberOf(req), isoDateOf(deps.clock.now()), body)
}

/**
 * Runs a command. If it refuses what the form contains (422), shows the form again with the reason, and returns
 * undefined.
 */
export async function runOrShowErrors<Result>(
  command: () => Promise<Result>,
  showErrors: (errors: readonly FieldError[]) => Promise<void>,
): Promise<Result | undefined> {
  try {
    return await command()
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 422) throw error
    await showErrors([fieldErrorFrom(error, error instanceof NotLinked ? 'other' : '')])
    return undefined
  }
}
