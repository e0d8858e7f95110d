import type { Request } from 'express'
import { actorOf, isModerator, reader } from '../accounts/index.js'
import {
  evidencePanel,
  listOwnStatementModels,
  statementTableLabels,
  type EvidencePanel,
  type ReaderOrganisation,
  type OwnStatement,
} from '../evidence/index.js'
import { cachedUntilCommit } from '../platform/database/index.js'
import { isoDateOf } from '../platform/dates.js'
import type { Deps } from '../platform/deps.js'
import { routesOf, show, withQuery, type Handler, type Route } from '../platform/http/index.js'
import {
  actionsOffered,
  actionsOnPage,
  addressOf,
  displayDate,
  findPage,
  getBody,
  allKinds,
  kinds,
  listLinkedPages,
  pageAddresses,
  findPageOrRedirect,
  themeName,
  type Kind,
  type KindDefinition,
  type PageHead,
} from '../pages/index.js'
import { canSee, listPendingOn } from '../review/index.js'

/** Headings from which on a page has a list of them. */
const CONTENTS_FROM = 3

/** A page: what it says, what gets round it, and what organisations say of it. */
export const pageRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    const { db, config, clock } = deps

    for (const definition of allKinds) routes.get(`/${definition.path}/:slug`, reader, showPage(definition))

    /**
     * Shows a page. What is the same for all who look on one day, from one organisation, is remembered, so that
     * most views ask the database only whether anything was committed.
     */
    function showPage(definition: KindDefinition): Handler {
      const modelAt = cachedUntilCommit(db, 1_000, async key => {
        const [, likeId, likeKind, slug] = JSON.parse(key) as [string, string, string, string]
        const page = await findPage(db, definition.kind, slug)
        return (
          page && modelOf(page, await panelOf(page, likeId && likeKind ? { id: likeId, kind: likeKind } : undefined))
        )
      })
      const panelOf = async (page: PageHead, like: ReaderOrganisation | undefined) =>
        evidencePanel(deps, page, await listLinkedPages(db, page.id), like)
      const modelOf = (page: PageHead, panel: EvidencePanel) => ({
        pageTitle: page.title,
        section: definition.path,
        definition,
        page,
        ...pageAddresses(page),
        ...panel,
        breadcrumbs: [
          { text: definition.heading, href: `/${definition.path}` },
          { text: themeName(config, page.theme), href: withQuery(`/${definition.path}`, { theme: page.theme }) },
        ],
        description: page.summary,
        canonical: `${config.publicUrl}${addressOf(page)}`,
        noindex: page.archivedAt !== null,
        theme: themeName(config, page.theme),
        tags: page.tags.map(tag => ({ tag, href: withQuery(`/${definition.path}`, { tag }) })),
        newLinked: withQuery(`/${kinds[definition.linksTo].path}/new`, { for: page.id }),
        linksKind: kinds[definition.linksTo].singular,
        changed: displayDate(page.changedAt),
        archived: page.archivedAt === null ? undefined : displayDate(page.archivedAt),
        statementLabels: statementTableLabels[definition.kind],
        statements: definition.kind === 'barrier' ? 'reports' : 'trials',
      })
      return async (req, res) => {
        const actor = actorOf(req)
        const like = actor?.organisation
        let model = await modelAt(
          JSON.stringify([isoDateOf(clock.now()), like?.id ?? '', like?.kind ?? '', req.params['slug']]),
        )
        if (!model) {
          const page = await findPageOrRedirect(deps, req, res, definition.kind)
          if (!page) return
          model = modelOf(page, await panelOf(page, like))
        }
        const { page } = model
        const { html, headings } = await deps.renderer.renderByHash(page.hash, () => getBody(db, page))
        show(req, res, 'reading/page', {
          ...model,
          html,
          headings: headings.length >= CONTENTS_FROM ? headings : [],
          actions: actionsOnPage(page, actor),
          offered: actionsOffered(page, actor),
          ...(await personalOf(req, page)),
        })
      }
    }

    const sayingsOf = cachedUntilCommit(db, 5_000, async key => {
      const [, memberId, kind, slug] = JSON.parse(key) as [string, string, Kind, string]
      const page = await findPage(db, kind, slug)
      return (
        page && {
          own: await listOwnStatementModels(deps, { id: memberId }, page),
          waiting: await listPendingOn(db, page.id),
        }
      )
    })

    /** What only the person who looks sees: what they said themselves, and suggestions that wait for them. */
    async function personalOf(req: Request, page: PageHead): Promise<object> {
      const actor = actorOf(req)
      if (!actor) return personalOfNobody
      const { own, waiting } =
        (await sayingsOf(JSON.stringify([isoDateOf(clock.now()), actor.id, page.kind, page.slug]))) ?? nothingSaid
      const shown = waiting
        .filter(suggestion => canSee(suggestion, actor))
        .map(({ id, authorId }) => ({ href: `/suggestions/${id}`, own: authorId === actor.id }))
      return {
        own,
        waiting: shown,
        organisation: actor.organisation,
        mayRemove: isModerator(actor),
      }
    }
  })

const nothingSaid: {
  readonly own: readonly OwnStatement[]
  readonly waiting: Awaited<ReturnType<typeof listPendingOn>>
} = { own: [], waiting: [] }

const personalOfNobody = { own: [], mayRemove: false, organisation: undefined, waiting: [] } as const
