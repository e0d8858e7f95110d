import type { Request, Response } from 'express'
import { actorOf, member, memberOf, moderator, reader, shownAsChoices, type Member } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { isoDateOf, subtractMonths } from '../platform/dates.js'
import { NotFound, Refused } from '../platform/errors.js'
import {
  encodeCursor,
  notify,
  parseForm,
  decodeCursor,
  routesOf,
  seeOther,
  show,
  queryParam,
  withQuery,
  type FieldError,
  type Parsed,
  type Route,
  type FormValues,
} from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import {
  addressOf,
  getPageById,
  kinds,
  listPagesByIds,
  listLinkedPages,
  findPageOrRedirect,
  type Kind,
  type PageHead,
} from '../pages/index.js'
import { removalForm, reportForm, reportInput, trialForm, type StatementInput } from './forms.js'
import { proofsOf, statementContext } from './statement-context.js'
import { actionsOnStatement, canMakeStatements, removalReasons, type OrganisationMember } from './rules.js'
import { MAX_NOTE_LENGTH } from './limits.js'
import { trialStates, reportStates, type StatementKind } from './states.js'
import { statementLabel } from './disclosure.js'
import { correctStatement } from './correct-statement.js'
import { recordStatement } from './record-statement.js'
import { removeStatement } from './remove-statement.js'
import { withdrawStatement } from './withdraw-statement.js'
import { getPageEvidence } from './page-evidence-store.js'
import { listCoveredKinds } from './position-store.js'
import {
  getStatement,
  listAgeingReports,
  listOwnStatements,
  listUncountedIds,
  listStatements,
  type Statement,
} from './statement-store.js'
import {
  allowedOperations,
  UNCOUNTED_NOTICE,
  statementAddress,
  statementModel,
  type StatementModel,
} from './statement-model.js'
import type { EvidenceDeps } from './caches.js'
import { evidenceModel } from './evidence-model.js'
import { stateLabels, statementTableLabels } from './labels.js'

const PAGE_SIZE = 40

/** The two kinds of statement: where each is made, on which kind of page, and how it is called there. */
const statementKinds: readonly {
  readonly kind: StatementKind
  readonly on: Kind
  readonly path: string
  readonly button: string
}[] = [
  { kind: 'report', on: 'barrier', path: 'reports', button: 'We faced this' },
  { kind: 'trial', on: 'solution', path: 'trials', button: 'We tried this' },
]

/** Own reports that are old and are asked about again, as the account page shows them. */
export async function listStatementsToConfirm(
  deps: Pick<Deps, 'db' | 'config' | 'clock'>,
  actor: Member,
): Promise<Awaited<ReturnType<typeof ownStatementModels>>> {
  const old = await listAgeingReports(
    deps.db,
    actor.id,
    subtractMonths(isoDateOf(deps.clock.now()), deps.config.evidenceAgesAfterMonths),
    20,
  )
  return ownStatementModels(deps, old)
}

async function ownStatementModels(deps: Pick<Deps, 'db' | 'config' | 'clock'>, statements: readonly Statement[]) {
  const coveredKinds = await listCoveredKinds(deps.db)
  const setAside = await listUncountedIds(deps.db, statements)
  const pages = new Map(
    (
      await listPagesByIds(
        deps.db,
        statements.flatMap(one => [one.pageId, one.linkedPageId ?? '']),
      )
    ).map(page => [page.id, page]),
  )
  const showing = { config: deps.config, coveredKinds, today: isoDateOf(deps.clock.now()), pages }
  return Promise.all(
    statements.map(async one => {
      const page = pages.get(one.pageId) ?? (await getPageById(deps.db, one.pageId))
      return {
        ...statementModel(one, showing),
        title: page.title,
        pageHref: addressOf(page),
        setAside: setAside.has(one.id) ? UNCOUNTED_NOTICE : undefined,
        still: {
          action: `${addressOf(page)}/reports`,
          state: one.state,
          other: one.linkedPageId ?? '',
          shownAs: one.shownAs,
        },
      }
    }),
  )
}

/** "We faced this" and "We tried this": to say so, to correct it, to take it back, and to read what others said. */
export const evidenceRoutes = (deps: EvidenceDeps): readonly Route[] =>
  routesOf(routes => {
    const { db, clock } = deps
    const today = (): string => isoDateOf(clock.now())

    for (const { kind, on, path, button } of statementKinds) {
      const base = `/${kinds[on].path}/:slug/${path}`
      routes.get(base, reader, (req, res) => showStatements(req, res, on, path))
      routes.get(`${base}/new`, member, (req, res) => showNew(req, res, kind, on, path, button))
      routes.post(base, member, (req, res) => submitNew(req, res, kind, on, path, button))
      routes.get(`/${path}/:id`, member, (req, res) => showOwn(req, res, kind))
      routes.post(`/${path}/:id`, member, (req, res) => submitChange(req, res, kind))
      routes.post(`/${path}/:id/withdraw`, member, (req, res) => submitWithdrawal(req, res, kind))
      routes.get(`/${path}/:id/remove`, moderator, (req, res) => showRemoval(req, res, kind))
      routes.post(`/${path}/:id/remove`, moderator, (req, res) => submitRemoval(req, res, kind))
    }

    routes.get('/account/evidence', member, async (req, res) => {
      const actor = memberOf(req)
      show(req, res, 'evidence/own', {
        pageTitle: 'Your reports for your organisation',
        section: 'account',
        noindex: true,
        breadcrumbs: [{ text: 'Your account', href: '/account' }],
        statements: await ownStatementModels(deps, await listOwnStatements(db, actor.id, undefined, 200)),
        asked: (await listStatementsToConfirm(deps, actor)).map(one => one.id),
        organisation: actor.organisation?.name,
      })
    })

    /** Everything that was said of a page and counts, newest first. */
    async function showStatements(req: Request, res: Response, on: Kind, path: string): Promise<void> {
      const page = await findPageOrRedirect(deps, req, res, on)
      if (!page) return
      const rows = await listStatements(db, page.id, decodeCursor(queryParam(req.query['after'])), PAGE_SIZE + 1)
      const shown = rows.slice(0, PAGE_SIZE)
      const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined
      const showing = await statementContext(deps, page, shown, await listCoveredKinds(db))
      const href = addressOf(page)
      const heading = on === 'barrier' ? `Who faced “${page.title}”` : `Who tried “${page.title}”`
      const evidence = evidenceModel(on, await getPageEvidence(db, page.id), today())
      show(req, res, 'evidence/statements', {
        pageTitle: heading,
        section: kinds[on].path,
        heading,
        noindex: true,
        kind: on,
        evidence,
        breadcrumbs: [
          { text: headingOf(on), href: `/${kinds[on].path}` },
          { text: page.title, href },
        ],
        labels: statementTableLabels[on],
        statements: shown.map(one => ({
          ...statementModel(one, showing),
          actions: allowedOperations(one, actorOf(req)),
        })),
        newHref: `${href}/${path}/new`,
        button: on === 'barrier' ? 'We faced this' : 'We tried this',
        first: req.query['after'] === undefined ? undefined : `${href}/${path}`,
        next: last && withQuery(`${href}/${path}`, { after: encodeCursor([last.happenedOn, last.id]) }),
      })
    }

    /** The form, whether it makes a statement or corrects one. */
    async function showForm(
      req: Request,
      res: Response,
      page: PageHead,
      form: {
        readonly kind: StatementKind
        readonly action: string
        readonly heading: string
        readonly submit: string
        readonly values: FormValues
        readonly errors?: readonly FieldError[]
        readonly made?: StatementModel
        readonly withdraw?: string
        /** The organisation that is spoken for: in a statement that was made, not always one's own any more. */
        readonly speaksFor: { readonly name: string; readonly kind: string }
      },
      status = 200,
    ): Promise<void> {
      const actor = memberOf(req)
      const isReport = form.kind === 'report'
      const [linked, coveredKinds] = [await listLinkedPages(db, page.id), await listCoveredKinds(db)]
      // What was named before stays a choice, though it may be linked no more.
      const named = String(form.values['other'] ?? '')
      const choices = [
        ...linked,
        ...(isId(named) && !linked.some(one => one.id === named)
          ? (await listPagesByIds(db, [named])).filter(one => one.kind !== page.kind)
          : []),
      ]
      const proofs = await proofsOf(db, choices, coveredKinds)
      show(
        req,
        res,
        'evidence/form',
        {
          pageTitle: form.heading,
          section: kinds[page.kind].path,
          noindex: true,
          page,
          href: addressOf(page),
          ...form,
          isReport,
          breadcrumbs: [
            { text: headingOf(page.kind), href: `/${kinds[page.kind].path}` },
            { text: page.title, href: addressOf(page) },
          ],
          organisation: actor.organisation,
          stateChoices: (isReport ? reportStates : trialStates).map(value => ({
            value,
            text: stateLabels[value].text,
            hint: { text: stateLabels[value].hint },
          })),
          otherChoices: choices.map(one => ({
            value: one.id,
            text: proofs.has(one.id) ? `${one.title} (proven: ${proofs.get(one.id)})` : one.title,
          })),
          shownAsChoices: shownAsChoices(actor).map(choice => ({
            ...choice,
            hint: {
              text: `Shown as: ${statementLabel({ shownAs: choice.value, memberName: actor.name, organisationName: form.speaksFor.name, organisationKind: form.speaksFor.kind }, coveredKinds)}`,
            },
          })),
          longestNote: MAX_NOTE_LENGTH,
        },
        status,
      )
    }

    const newValues = (actor: Member, state: string | undefined, other: string | undefined): FormValues => ({
      state: state ?? '',
      other: other ?? '',
      day: '',
      note: '',
      approvedBy: '',
      weeks: '',
      cost: '',
      shownAs: actor.shownAs,
    })

    const newForm = (actor: OrganisationMember, page: PageHead, kind: StatementKind, path: string, button: string) => ({
      kind,
      speaksFor: actor.organisation,
      action: `${addressOf(page)}/${path}`,
      submit: button,
      heading: `${button}: ${page.title}`,
    })

    async function showNew(
      req: Request,
      res: Response,
      kind: StatementKind,
      on: Kind,
      path: string,
      button: string,
    ): Promise<void> {
      const page = await findPageOrRedirect(deps, req, res, on)
      if (!page) return
      const actor = memberOf(req)
      if (!canMakeStatements(actor)) return showUnlisted(req, res, page)
      const other = queryParam(req.query['for'])
      const given = queryParam(req.query['state'])
      const known = ([...reportStates, ...trialStates] as readonly string[]).includes(given ?? '')
        ? given
        : kind === 'report'
          ? 'facing'
          : undefined
      await showForm(req, res, page, {
        ...newForm(actor, page, kind, path, button),
        values: newValues(actor, known, isId(other) ? other : undefined),
      })
    }

    /** A member whose organisation is not listed is told so, and what to do. */
    const showUnlisted = (req: Request, res: Response, page: PageHead): void =>
      show(
        req,
        res,
        'evidence/unlisted',
        { pageTitle: 'Your organisation is not listed yet', noindex: true, page, href: addressOf(page) },
        403,
      )

    const read = (req: Request, kind: StatementKind): Parsed<StatementInput> => {
      const actor = memberOf(req)
      if (kind === 'trial') return parseForm(trialForm(actor, today()), req.body)
      const parsed = parseForm(reportForm(actor, today()), req.body)
      return parsed.ok ? { ...parsed, value: reportInput(parsed.value) } : parsed
    }

    async function submitNew(
      req: Request,
      res: Response,
      kind: StatementKind,
      on: Kind,
      path: string,
      button: string,
    ): Promise<void> {
      const page = await findPageOrRedirect(deps, req, res, on)
      if (!page) return
      const actor = memberOf(req)
      if (!canMakeStatements(actor)) return showUnlisted(req, res, page)
      const form = newForm(actor, page, kind, path, button)
      const parsed = read(req, kind)
      const again = (errors: readonly FieldError[]): Promise<void> =>
        showForm(
          req,
          res,
          page,
          {
            ...form,
            values: { ...newValues(actor, kind === 'report' ? 'facing' : undefined, undefined), ...parsed.values },
            errors,
          },
          422,
        )
      if (!parsed.ok) return again(parsed.errors)
      const stated = await refusedToForm(() => recordStatement(deps, actor, page.id, parsed.value), again)
      if (!stated) return
      // A bare "we faced this" leads on to what more could be said; whoever said it has said enough.
      const goesOn = kind === 'report' && isBare(req)
      const change = { text: 'Change or withdraw it', href: statementAddress({ kind, id: stated.id }) }
      const back = { text: `Back to “${page.title}”`, href: addressOf(page) }
      const was =
        stated.previousState === undefined
          ? ''
          : ` Until now ${actor.organisation.name}’s latest report was “${stateLabels[stated.previousState].text}”. If that still holds, ${goesOn ? 'choose it below' : 'change what you said'}.`
      if (stated.isRepeat)
        notify(req, { heading: 'Already recorded', text: 'You reported the same a moment ago, so we count it once.' })
      else if (stated.isUncounted)
        notify(req, { heading: 'Recorded', text: UNCOUNTED_NOTICE, links: goesOn ? [back] : [change] })
      else if (kind === 'report')
        notify(req, {
          heading: 'Recorded',
          text: `${actor.organisation.name} counts among those that ${parsed.value.state === 'facing' ? 'face this' : 'faced this'}.${was}`,
          links: goesOn || was === '' ? [back] : [change],
        })
      else
        notify(req, { heading: 'Recorded', text: `Thank you. Others can now see how it went.${was}`, links: [change] })
      seeOther(res, goesOn ? change.href : addressOf(page))
    }

    async function refusedToForm<T>(
      work: () => Promise<T>,
      again: (errors: readonly FieldError[]) => Promise<void>,
    ): Promise<T | undefined> {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof Refused) || error.status !== 422) throw error
        await again([{ field: 'other', message: error.message }])
        return undefined
      }
    }

    /** To everyone but its author a statement has no page of its own. */
    async function loadOwnStatement(
      req: Request,
      kind: StatementKind,
    ): Promise<{ readonly statement: Statement; readonly page: PageHead }> {
      const id = String(req.params['id'])
      if (!isId(id)) throw new NotFound('statement')
      const statement = await getStatement(db, id)
      if (statement.kind !== kind || statement.memberId !== memberOf(req).id) throw new NotFound('statement')
      return { statement, page: await getPageById(db, statement.pageId) }
    }

    const valuesOf = (one: Statement): FormValues => ({
      state: one.state,
      other: one.linkedPageId ?? '',
      day: one.happenedOn,
      note: one.note,
      approvedBy: one.approvedBy,
      weeks: one.weeks === null ? '' : String(one.weeks),
      cost: one.cost === null ? '' : String(one.cost),
      shownAs: one.shownAs,
    })

    const changeForm = async (statement: Statement, page: PageHead) => ({
      kind: statement.kind,
      action: statementAddress(statement),
      submit: 'Save',
      heading: statement.kind === 'report' ? `Your report on “${page.title}”` : `Your trial of “${page.title}”`,
      made: statementModel(statement, await statementContext(deps, page, [statement], await listCoveredKinds(db))),
      withdraw: `${statementAddress(statement)}/withdraw`,
      speaksFor: { name: statement.organisationName, kind: statement.organisationKind },
      setAside: (await listUncountedIds(db, [statement])).has(statement.id) ? UNCOUNTED_NOTICE : undefined,
    })

    async function showOwn(req: Request, res: Response, kind: StatementKind): Promise<void> {
      const { statement, page } = await loadOwnStatement(req, kind)
      if (!actionsOnStatement(statement, memberOf(req)).has('change'))
        return show(
          req,
          res,
          'evidence/ended',
          { pageTitle: 'This report no longer counts', noindex: true, page, href: addressOf(page) },
          410,
        )
      await showForm(req, res, page, { ...(await changeForm(statement, page)), values: valuesOf(statement) })
    }

    async function submitChange(req: Request, res: Response, kind: StatementKind): Promise<void> {
      const { statement, page } = await loadOwnStatement(req, kind)
      const parsed = read(req, kind)
      const again = async (errors: readonly FieldError[]): Promise<void> =>
        showForm(
          req,
          res,
          page,
          { ...(await changeForm(statement, page)), values: { ...valuesOf(statement), ...parsed.values }, errors },
          422,
        )
      if (!parsed.ok) return again(parsed.errors)
      const stands = await refusedToForm(() => correctStatement(deps, memberOf(req), statement.id, parsed.value), again)
      if (!stands) return
      notify(req, {
        heading: 'Saved',
        text: stands.isUncounted ? UNCOUNTED_NOTICE : 'We now show and count your change.',
      })
      seeOther(res, addressOf(page))
    }

    async function submitWithdrawal(req: Request, res: Response, kind: StatementKind): Promise<void> {
      const { statement, page } = await loadOwnStatement(req, kind)
      await withdrawStatement(deps, memberOf(req), statement.id)
      notify(req, {
        heading: 'Withdrawn',
        text: 'We no longer show or count this report.',
        links: [
          { text: 'Report something else', href: `${addressOf(page)}/${kind === 'report' ? 'reports' : 'trials'}/new` },
        ],
      })
      seeOther(res, addressOf(page))
    }

    async function askRemoval(
      req: Request,
      res: Response,
      statement: Statement,
      errors?: readonly FieldError[],
    ): Promise<void> {
      const page = await getPageById(db, statement.pageId)
      show(
        req,
        res,
        'evidence/remove',
        {
          pageTitle: `Remove a report of “${page.title}”`,
          noindex: true,
          errors,
          action: `${statementAddress(statement)}/remove`,
          page,
          href: addressOf(page),
          statement: statementModel(
            statement,
            await statementContext(deps, page, [statement], await listCoveredKinds(db)),
          ),
          reasonChoices: Object.entries(removalReasons).map(([value, text]) => ({ value, text })),
        },
        errors ? 422 : 200,
      )
    }

    async function loadStatementToRemove(req: Request, kind: StatementKind): Promise<Statement> {
      const id = String(req.params['id'])
      if (!isId(id)) throw new NotFound('statement')
      const statement = await getStatement(db, id)
      if (statement.kind !== kind || statement.endedAt !== null) throw new NotFound('statement')
      return statement
    }

    async function showRemoval(req: Request, res: Response, kind: StatementKind): Promise<void> {
      const statement = await loadStatementToRemove(req, kind)
      if (statement.memberId === memberOf(req).id) return seeOther(res, statementAddress(statement))
      await askRemoval(req, res, statement)
    }

    async function submitRemoval(req: Request, res: Response, kind: StatementKind): Promise<void> {
      const statement = await loadStatementToRemove(req, kind)
      const form = parseForm(removalForm, req.body)
      if (!form.ok) return askRemoval(req, res, statement, form.errors)
      await removeStatement(deps, memberOf(req), statement.id, form.value.reason)
      notify(req, {
        heading: 'Removed',
        text: 'We no longer show or count it. The moderation log shows that you removed it, and why.',
      })
      seeOther(res, addressOf(await getPageById(db, statement.pageId)))
    }
  })

const headingOf = (kind: Kind): string => kinds[kind].heading

/** Whether nothing was filled in: the button on a page, not the form. */
const isBare = (req: Request): boolean =>
  Object.keys((req.body ?? {}) as object).every(field => field === '_csrf' || field === 'organisation')
