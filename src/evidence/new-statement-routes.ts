import type { Request, Response } from 'express'
import { member, memberOf, type Member } from '../accounts/index.js'
import {
  notify,
  queryParam,
  routesOf,
  seeOther,
  show,
  view,
  type FieldError,
  type FormValues,
  type Notice,
  type PageModel,
  type Route,
} from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import {
  addressOf,
  canRecordStatement,
  findPageOrRedirect,
  kinds,
  statementObstacle,
  type OrganisationMember,
  type PageHead,
} from '../pages/index.js'
import { showArchivedPage } from './archived-page.js'
import { listStatementsToConfirm } from './account-statements.js'
import type { EvidenceDeps } from './caches.js'
import type { StatementInput } from './forms.js'
import { stateLabels } from './labels.js'
import { recordStatement, type RecordedStatement } from './record-statement.js'
import { parseStatement, runOrShowErrors, showStatementForm } from './statement-form.js'
import { allStatementKinds, statementPath, type StatementKindDefinition } from './statement-kinds.js'
import { statementAddress, UNCOUNTED_NOTICE } from './statement-model.js'
import { listOwnStatements } from './own-statement-store.js'

/** Making a statement about a page: “We faced this” and “We tried this”. */
export const newStatementRoutes = (deps: EvidenceDeps): readonly Route[] =>
  routesOf(routes => {
    for (const kind of allStatementKinds) {
      const base = `/${kinds[kind.on].path}/:slug/${statementPath(kind)}`
      routes.get(`${base}/new`, member, (req, res) => showNewStatement(deps, req, res, kind), {
        signInTo: 'report for your organisation',
      })
      routes.post(base, member, (req, res) => submitNewStatement(deps, req, res, kind), {
        writesText: `add a report to this ${kinds[kind.on].singular}`,
        limit: 'reports',
      })
    }
  })

async function showNewStatement(
  deps: EvidenceDeps,
  req: Request,
  res: Response,
  kind: StatementKindDefinition,
): Promise<void> {
  const page = await findPageOrRedirect(deps, req, res, kind.on)
  if (!page) return
  const actor = memberOf(req)
  if (!canRecordStatement(page, actor)) return showObstacle(req, res, page)
  const linkedPageId = queryParam(req.query['for'])
  const [last] = await listOwnStatements(deps.db, actor.id, page.id, 1)
  const asked = kind.states.find(option => option === queryParam(req.query['state']))
  // With no state chosen in advance, a form that is sent in a hurry does not say what nobody meant.
  const state = asked ?? last?.state
  await showStatementForm(deps, req, res, page, {
    ...newFormOptions(actor, page, kind),
    values: initialValues(actor, state, isId(linkedPageId) ? linkedPageId : undefined),
  })
}

/** Says why a member cannot make a statement on the page: it is archived, or their organisation is not listed. */
const showObstacle = (req: Request, res: Response, page: PageHead): void =>
  statementObstacle(page, memberOf(req)) === 'archived'
    ? showArchivedPage(req, res, page)
    : showUnlisted(req, res, page)

interface UnlistedModel extends PageModel {
  readonly title: string
  readonly editHref: string
}

export const unlistedView = view<UnlistedModel>('evidence/unlisted')

/** Tells a member whose organisation is not listed what to do about it. */
function showUnlisted(req: Request, res: Response, page: PageHead): void {
  const model = {
    pageTitle: 'Your organisation is not listed yet',
    noindex: true,
    title: page.title,
    editHref: `${addressOf(page)}/edit`,
  }
  show(req, res, unlistedView, model, 403)
}

function newFormOptions(actor: OrganisationMember, page: PageHead, kind: StatementKindDefinition) {
  const { button } = kinds[kind.on].statements
  return {
    heading: `${button}: ${page.title}`,
    action: `${addressOf(page)}/${statementPath(kind)}`,
    submitText: 'Send report',
    cancelText: 'Cancel',
    organisation: actor.organisation,
    previousLink: null,
  }
}

const initialValues = (actor: Member, state: string | undefined, linkedPageId: string | undefined): FormValues => ({
  state: state ?? '',
  other: linkedPageId ?? '',
  day: '',
  note: '',
  approvedBy: '',
  weeks: '',
  cost: '',
  shownAs: actor.shownAs,
})

async function submitNewStatement(
  deps: EvidenceDeps,
  req: Request,
  res: Response,
  kind: StatementKindDefinition,
): Promise<void> {
  const page = await findPageOrRedirect(deps, req, res, kind.on)
  if (!page) return
  const actor = memberOf(req)
  if (!canRecordStatement(page, actor)) return showObstacle(req, res, page)
  const isOneClick = kind.oneClick !== undefined && isEmptySubmission(req)
  const parsed = parseStatement(deps, req, kind.kind, isOneClick ? { state: kind.oneClick.state } : {})
  const showErrors = (errors: readonly FieldError[]): Promise<void> =>
    showStatementForm(deps, req, res, page, {
      ...newFormOptions(actor, page, kind),
      values: { ...initialValues(actor, undefined, undefined), ...parsed.values },
      errors,
    })
  if (!parsed.ok) return showErrors(parsed.errors)
  const recorded = await runOrShowErrors(() => recordStatement(deps, actor, page.id, parsed.value), showErrors)
  if (!recorded) return
  if (queryParam(req.query['confirms']) !== undefined && (await listStatementsToConfirm(deps, actor)).length > 0) {
    notify(req, {
      heading: 'Report saved',
      text: `“${page.title}”: ${recorded.isUncounted ? UNCOUNTED_NOTICE : STILL_TRUE}`,
    })
    return seeOther(res, '/account#reports-to-confirm')
  }
  // One click said the least that can be said, so we offer to add more. A member who filled in the form is done.
  notify(req, recordedNotice(actor, page, kind, parsed.value, recorded, isOneClick))
  seeOther(res, isOneClick ? statementAddress({ kind: kind.kind, id: recorded.id }) : addressOf(page))
}

/** Follows the title of the page that a member confirmed a report on, where more are left to confirm. */
const STILL_TRUE = 'this is still true today.'

/** Whether the button on a page was used, which sends nothing but hidden fields, and not the form. */
const isEmptySubmission = (req: Request): boolean =>
  Object.keys((req.body ?? {}) as object).every(field => field === '_csrf' || field === 'organisation')

/** @param opensForm whether the form that changes the statement is shown next. */
function recordedNotice(
  actor: OrganisationMember,
  page: PageHead,
  kind: StatementKindDefinition,
  input: StatementInput,
  recorded: RecordedStatement,
  opensForm: boolean,
): Notice {
  const change = { text: 'Correct or withdraw it', href: statementAddress({ kind: kind.kind, id: recorded.id }) }
  const back = { text: `Back to “${page.title}”`, href: addressOf(page) }
  const links = [opensForm ? back : change]
  if (recorded.isRepeat)
    return {
      type: 'neutral',
      heading: 'Already recorded',
      text: 'You sent the same report a moment ago. We have recorded it once.',
    }
  if (recorded.isUncounted) return { heading: 'Report saved', text: UNCOUNTED_NOTICE, links }
  const { previousState, isFirst } = recorded
  const thanks = isFirst ? kind.text.recorded(actor.organisation.name, input.state) : kind.text.recordedAgain
  if (previousState === undefined) return { heading: 'Report saved', text: thanks, links }
  const previously = `Before this, ${actor.organisation.name}’s latest report was “${stateLabels[previousState].text}”.`
  const ifUnchanged = `If that is still true, ${opensForm ? 'choose it below' : 'correct your report'}.`
  return { heading: 'Report saved', text: `${thanks} ${previously} ${ifUnchanged}`, links }
}
