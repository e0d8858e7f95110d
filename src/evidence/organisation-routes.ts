import type { Request, Response } from 'express'
import { cachedUntilCommit } from '../platform/database/index.js'
import { dateAgo, isoDateOf, formatDate } from '../platform/dates.js'
import { capitalise } from '../platform/text.js'
import type { Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import { routesOf, show, queryParam, queryChoice, withQuery, type Route } from '../platform/http/index.js'
import {
  countOfKind,
  findOrganisation,
  findOrganisationBySlug,
  isOrganisationKind,
  kindHeadings,
  kindWithArticle,
  listOrganisations,
  reader,
  kindPlural,
  type Organisation,
} from '../accounts/index.js'
import { addressOf, listPagesByIds, listLinkedPages, type PageHead, type DisplayDate } from '../pages/index.js'
import { barrierChartLabels, chartHtml, MAX_PERIODS } from './over-time-html.js'
import { countOverTime } from './over-time.js'
import { proofsOf } from './statement-context.js'
import { isAgeing } from './statement-model.js'
import { bestProvenFirst } from './proof.js'
import { isResolved } from './states.js'
import { listPageEvidence } from './page-evidence-store.js'
import {
  countByKind,
  countByOrganisation,
  listCoveredKinds,
  listNamedPositions,
  listResolvedByKind,
  type NamedPosition,
} from './position-store.js'
import { listNamedStatements } from './statement-store.js'
import { stateLabels } from './labels.js'

const PAGE_SIZE = 100

/** Statements that the chart is drawn from. */
const STATEMENTS_READ = 5_000

const LIKE_SHOWN = 6

/** Pages that an organisation's own page has, newest word first. */
const MOST_STANDINGS = 500

/** Barriers that most of its kind got past, among which those are looked for that it has not. */
const PAST_READ = MOST_STANDINGS + LIKE_SHOWN

const hrefOf = (organisation: Pick<Organisation, 'slug'>): string =>
  `/organisations/${encodeURIComponent(organisation.slug)}`

const linkTo = (organisation: Organisation) => ({ name: organisation.name, href: hrefOf(organisation) })

const endOf = ({ endedOn }: Organisation): DisplayDate | undefined =>
  endedOn === null ? undefined : { iso: endedOn, day: formatDate(endedOn), exact: formatDate(endedOn) }

const shownKind = (organisation: Organisation) => (isOrganisationKind(organisation.kind) ? organisation.kind : 'other')

/** The public bodies whose staff are members here, and what each may be seen to have said. */
export const organisationRoutes = (deps: Pick<Deps, 'db' | 'config' | 'clock'>): readonly Route[] =>
  routesOf(routes => {
    const { db, config, clock } = deps

    const figures = cachedUntilCommit(db, 1, async () => ({ counts: await countByOrganisation(db) }))
    const pastAt = cachedUntilCommit(db, 50, async key => {
      const [kind, isCovered] = key.split(' ') as [string, string]
      return { rows: await listResolvedByKind(db, kind, isCovered === 'covered', PAST_READ) }
    })

    routes.get('/organisations', reader, async (req, res) => {
      const all = await listOrganisations(db)
      const { counts } = (await figures('')) ?? { counts: new Map() as Awaited<ReturnType<typeof countByOrganisation>> }
      const byId = new Map(all.map(one => [one.id, one]))
      const kind = queryParam(req.query['kind'])
      const sort = queryChoice(req.query['sort'], ['name', 'faced', 'past', 'tried']) ?? 'name'
      const after = queryParam(req.query['after'])
      const rows = all
        .filter(one => kind === undefined || shownKind(one) === kind)
        .map(one => {
          const successor = byId.get(one.successorId ?? '')
          const { faced, resolved: past, tried } = counts.get(one.id) ?? { faced: 0, resolved: 0, tried: 0 }
          return {
            ...linkTo(one),
            slug: one.slug,
            kind: capitalise(kindWithArticle(shownKind(one)).replace(/^an? /, '')),
            ended: endOf(one),
            successor: successor && linkTo(successor),
            faced,
            past,
            tried,
          }
        })
      if (sort !== 'name') rows.sort((a, b) => b[sort] - a[sort] || a.name.localeCompare(b.name))
      const begin = after === undefined ? 0 : rows.findIndex(row => row.slug === after) + 1
      const shown = rows.slice(begin, begin + PAGE_SIZE)
      const last = begin + PAGE_SIZE < rows.length ? shown.at(-1) : undefined
      const here = (change: Record<string, string | undefined>): string =>
        withQuery('/organisations', { kind, sort: sort === 'name' ? undefined : sort, ...change })
      const unknown = kind !== undefined && !isOrganisationKind(kind)
      show(
        req,
        res,
        'evidence/organisations',
        {
          pageTitle:
            kind !== undefined && isOrganisationKind(kind) ? `Organisations: ${kindHeadings[kind]}` : 'Organisations',
          section: 'organisations',
          rows: shown,
          kind,
          sort,
          total: rows.length,
          unknown,
          kinds: Object.entries(kindHeadings)
            .map(([value, text]) => ({
              value,
              text,
              organisations: all.filter(one => shownKind(one) === value).length,
              href: withQuery('/organisations', { kind: value }),
            }))
            .filter(one => one.organisations > 0),
          sorts: {
            name: here({ sort: undefined }),
            faced: here({ sort: 'faced' }),
            past: here({ sort: 'past' }),
            tried: here({ sort: 'tried' }),
          },
          first: after === undefined ? undefined : here({}),
          next: last && here({ after: last.slug }),
        },
        unknown ? 404 : 200,
      )
    })

    routes.get('/organisations/:slug', reader, async (req, res) => {
      const organisation = await findOrganisationBySlug(db, String(req.params['slug']))
      if (!organisation) throw new NotFound('organisation')
      await showOrganisation(req, res, organisation)
    })

    async function showOrganisation(req: Request, res: Response, organisation: Organisation): Promise<void> {
      const today = isoDateOf(clock.now())
      const successor =
        organisation.successorId === null ? undefined : await findOrganisation(db, organisation.successorId)
      const all = await listOrganisations(db)
      const standings = await listNamedPositions(db, organisation.id, MOST_STANDINGS)
      const pages = new Map(
        (
          await listPagesByIds(
            db,
            standings.flatMap(one => [one.pageId, one.linkedPageId ?? '']),
          )
        ).map(page => [page.id, page]),
      )
      const proofs = await proofsOf(db, [...pages.values()], await listCoveredKinds(db))
      const rowOf = (one: NamedPosition) => {
        const page = pages.get(one.pageId)!
        const other = pages.get(one.linkedPageId ?? '')
        return {
          title: page.title,
          href: addressOf(page),
          state: stateLabels[one.state],
          other: other && { text: other.title, href: addressOf(other), proof: proofs.get(other.id) },
          proof: proofs.get(page.id),
          day: one.happenedOn,
          ago: dateAgo(one.happenedOn, today),
          ageing: isAgeing(one.happenedOn, today, config.evidenceAgesAfterMonths),
          exact: formatDate(`${one.happenedOn}T12:00:00.000Z`),
          people: one.people,
        }
      }
      const barriers = standings.filter(one => one.kind === 'barrier')
      const reports = (await listNamedStatements(db, organisation.id, STATEMENTS_READ)).filter(
        one => one.kind === 'report',
      )
      show(req, res, 'evidence/organisation', {
        pageTitle: organisation.name,
        section: 'organisations',
        breadcrumbs: [
          { text: 'Organisations', href: '/organisations' },
          {
            text: kindHeadings[shownKind(organisation)],
            href: withQuery('/organisations', { kind: shownKind(organisation) }),
          },
        ],
        description: `What gets in the way of digital working at ${organisation.name}, what it got past, and what it tried.`,
        canonical: `${config.publicUrl}${hrefOf(organisation)}`,
        organisation,
        kind: capitalise(kindWithArticle(organisation.kind)),
        ended: endOf(organisation),
        successor: successor && linkTo(successor),
        predecessors: all.filter(one => one.successorId === organisation.id).map(linkTo),
        facing: barriers.filter(one => !isResolved(one.state)).map(rowOf),
        past: barriers.filter(one => isResolved(one.state)).map(rowOf),
        tried: standings.filter(one => one.kind === 'solution').map(rowOf),
        chart: chartHtml(
          countOverTime(
            reports.map(one => ({ ...one, subjectId: one.pageId })),
            organisation.endedOn ?? today,
            MAX_PERIODS,
          ),
          barrierChartLabels,
        ),
        like: organisation.endedOn === null ? await pastAtOthers(organisation, barriers) : [],
        likeKind: kindPlural(shownKind(organisation)),
      })
    }

    /**
     * Barriers that organisations of its kind got past and it is not known to have, with what worked there. What its own
     * people said without naming it counts here as on the page of any other of its kind: were it left out, the gap
     * would tell whose it is.
     */
    async function pastAtOthers(organisation: Organisation, own: readonly NamedPosition[]) {
      const coveredKinds = await listCoveredKinds(db)
      const kind = organisation.kind
      const done = new Set(own.filter(one => isResolved(one.state)).map(one => one.pageId))
      const found = ((await pastAt(`${kind} ${coveredKinds.includes(kind) ? 'covered' : 'named'}`))?.rows ?? [])
        .filter(one => !done.has(one.pageId))
        .slice(0, LIKE_SHOWN)
      const pages = new Map(
        (
          await listPagesByIds(
            db,
            found.map(one => one.pageId),
          )
        ).map(page => [page.id, page]),
      )
      return Promise.all(
        found.flatMap(one => {
          const page = pages.get(one.pageId)
          return page
            ? [
                likeRow(
                  page,
                  one.organisations,
                  kind,
                  coveredKinds,
                  own.some(standing => standing.pageId === page.id),
                ),
              ]
            : []
        }),
      )
    }

    async function likeRow(
      page: PageHead,
      organisations: number,
      kind: string,
      coveredKinds: readonly string[],
      isFaced: boolean,
    ) {
      const solutions = await listLinkedPages(db, page.id)
      const evidence = await listPageEvidence(
        db,
        solutions.map(one => one.id),
      )
      const worked = (
        await countByKind(
          db,
          solutions.map(one => one.id),
          coveredKinds,
        )
      ).filter(one => one.state === 'worked')
      const atLike = (n: number): string | undefined => (n === 0 ? undefined : `at ${countOfKind(kind, n)}`)
      // What worked there, at organisations of this kind; what worked elsewhere stands on the barrier's own page.
      const best = solutions
        .filter(one => worked.some(row => row.pageId === one.id && row.kind === kind))
        .sort((a, b) => bestProvenFirst(evidence.get(a.id)!, evidence.get(b.id)!))
        .slice(0, 3)
      const proofs = await proofsOf(db, best, coveredKinds)
      return {
        title: page.title,
        href: addressOf(page),
        organisations,
        isFaced,
        solutions: best.map(one => ({
          title: one.title,
          href: addressOf(one),
          proof: proofs.get(one.id),
          like: atLike(worked.find(row => row.pageId === one.id && row.kind === kind)?.organisations ?? 0),
        })),
      }
    }
  })
