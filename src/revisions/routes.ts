import type { Request, Response } from 'express'
import { actorOf, reader } from '../accounts/index.js'
import type { Config, Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import { routesOf, show, queryParam, withQuery, type FieldError, type Route } from '../platform/http/index.js'
import type { Reader } from '../platform/database/index.js'
import {
  actionsOnPage,
  addressOf,
  allKinds,
  listPagesByIds,
  pageAddresses,
  findPageOrRedirect,
  themeName,
  displayTime,
  type Content,
  type KindDefinition,
  type PageHead,
} from '../pages/index.js'
import { compareContents, type ContentNames } from './compare.js'
import { getRevision, listRevisions, type Revision, type RevisionHead } from './store.js'

const PAGE_SIZE = 50

/** A revision's number as an address gives it. @throws NotFound for anything that no revision can have. */
const numberFrom = (text: unknown): number => {
  if (typeof text !== 'string' || !/^[1-9]\d{0,8}$/.test(text)) throw new NotFound('revision')
  return Number(text)
}

/** Names of themes and of the pages that these contents link to. */
export async function loadContentNames(
  db: Reader,
  config: Pick<Config, 'themes'>,
  contents: readonly (Content | undefined)[],
): Promise<ContentNames> {
  const pages = await listPagesByIds(
    db,
    contents.flatMap(content => content?.links ?? []),
  )
  const titles = new Map(pages.map(page => [page.id, page.title]))
  return { theme: slug => themeName(config, slug), page: id => titles.get(id) ?? 'a page that is not here any more' }
}

/** A page's published past: all revisions, any one as it was, any two compared. */
export const revisionRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    const { db, config, clock } = deps

    for (const definition of allKinds) {
      const at = `/${definition.path}/:slug`
      routes.get(`${at}/history`, reader, (req, res) => showHistory(req, res, definition))
      routes.get(`${at}/revisions/:number`, reader, (req, res) => showRevision(req, res, definition))
      routes.get(`${at}/compare`, reader, (req, res) => showComparison(req, res, definition))
    }

    const trail = (definition: KindDefinition, page: PageHead) => ({
      section: definition.path,
      page,
      ...pageAddresses(page),
      definition,
      breadcrumbs: [
        { text: definition.heading, href: `/${definition.path}` },
        { text: page.title, href: addressOf(page) },
      ],
    })

    const lineOf = (page: PageHead, revision: RevisionHead) => ({
      number: revision.number,
      note: revision.note,
      by: revision.authorLabel,
      how: revision.how,
      reviewer: revision.reviewerLabel,
      title: revision.title,
      time: displayTime(revision.publishedAt, clock.now()),
      href: `${addressOf(page)}/revisions/${revision.number}`,
      current: revision.number === page.number,
      compare:
        revision.number > 1
          ? withQuery(`${addressOf(page)}/compare`, { from: String(revision.number - 1), to: String(revision.number) })
          : undefined,
    })

    async function showHistory(
      req: Request,
      res: Response,
      definition: KindDefinition,
      errors?: readonly FieldError[],
    ): Promise<void> {
      const page = await findPageOrRedirect(deps, req, res, definition.kind)
      if (!page) return
      const before = queryParam(req.query['before'])
      const { rows: revisions, next } = await listRevisions(
        db,
        page.id,
        before === undefined ? undefined : numberFrom(before),
        PAGE_SIZE,
      )
      const href = `${addressOf(page)}/history`
      show(
        req,
        res,
        'revisions/history',
        {
          pageTitle: `History: ${page.title}`,
          noindex: true,
          errors,
          from: queryParam(req.query['from']),
          to: queryParam(req.query['to']),
          ...trail(definition, page),
          revisions: revisions.map(revision => lineOf(page, revision)),
          next: next && withQuery(href, { before: next[0] }),
          first: before === undefined ? undefined : href,
        },
        errors ? 404 : 200,
      )
    }

    async function showRevision(req: Request, res: Response, definition: KindDefinition): Promise<void> {
      const number = numberFrom(req.params['number'])
      const page = await findPageOrRedirect(deps, req, res, definition.kind)
      if (!page) return
      const revision = await getRevision(db, page.id, number)
      const { html } = await deps.renderer.renderByHash(revision.hash, async () => revision.content.body)
      const links = await listPagesByIds(db, revision.content.links)
      show(req, res, 'revisions/revision', {
        pageTitle: `Revision ${number}: ${revision.content.title}`,
        noindex: true,
        ...trail(definition, page),
        revision: lineOf(page, revision),
        content: undefined,
        was: revision.content,
        theme: themeName(config, revision.content.theme),
        html,
        links: links.map(link => ({ title: link.title, href: addressOf(link) })),
        older: number > 1 ? `${addressOf(page)}/revisions/${number - 1}` : undefined,
        newer: number < page.number ? `${addressOf(page)}/revisions/${number + 1}` : undefined,
        restore:
          number < page.number && actionsOnPage(page, actorOf(req)).has('restore')
            ? withQuery(`${addressOf(page)}/edit`, { restore: String(number) })
            : undefined,
      })
    }

    async function showComparison(req: Request, res: Response, definition: KindDefinition): Promise<void> {
      const page = await findPageOrRedirect(deps, req, res, definition.kind)
      if (!page) return
      const [from, to] = (['from', 'to'] as const).map(field =>
        Number(/^[1-9]\d{0,8}$/.exec(queryParam(req.query[field]) ?? '')?.[0] ?? 0),
      ) as [number, number]
      const errors = (
        [
          ['from', from],
          ['to', to],
        ] as const
      )
        .filter(([, number]) => number < 1 || number > page.number)
        .map(([field]) => ({ field, message: `Enter the number of a revision, from 1 to ${page.number}` }))
      if (errors.length > 0) return showHistory(req, res, definition, errors)
      const [before, after]: readonly [Revision, Revision] = [
        await getRevision(db, page.id, from),
        await getRevision(db, page.id, to),
      ]
      const names = await loadContentNames(db, config, [before.content, after.content])
      show(req, res, 'revisions/compare', {
        pageTitle: `Compare revisions ${from} and ${to}: ${page.title}`,
        noindex: true,
        ...trail(definition, page),
        before: lineOf(page, before),
        after: lineOf(page, after),
        comparison: compareContents(before.content, after.content, names),
      })
    }
  })
