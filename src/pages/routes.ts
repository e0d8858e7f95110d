import type { Request, Response } from 'express'
import { reader } from '../accounts/index.js'
import { historyOf, listActivity, type Activity, type Verb } from '../activity/index.js'
import { remembered } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import { cursorOf, placeOf, routesOf, show, single, singleOf, withQuery, type Handler, type Route } from '../platform/http/index.js'
import { counted } from '../platform/text.js'
import { renderedByHash } from '../platform/rendering.js'
import { addressOf, kindList, kinds, type Kind, type KindDefinition } from './kinds.js'
import { normalisedTag } from './content.js'
import { countByTheme, findMovedSlug, findPage, getBody, listByIds, listLinked, listPages, listTags, type LinkedPage, type PageHead, type Sort } from './store.js'
import { cardOf, dateOf, pageAddresses, themeName, timeOf } from './view-models.js'

const PAGE_SIZE = 20

const pageVerbs: readonly Verb[] = ['page.published', 'page.changed', 'page.restored', 'page.archived', 'page.returned']

/**
 * The page that an address names. Undefined when it was renamed and the request has been sent on (308, to the same
 * place below the new address).
 * @throws NotFound
 */
export async function pageAt(deps: Pick<Deps, 'db'>, req: Request, res: Response, kind: Kind): Promise<PageHead | undefined> {
  const slug = String(req.params['slug'])
  const page = await findPage(deps.db, kind, slug)
  if (page) return page
  const moved = await findMovedSlug(deps.db, kind, slug)
  if (moved === undefined) throw new NotFound()
  const [, path = '', query = ''] = /^([^?]*)(.*)$/s.exec(req.originalUrl) ?? []
  const below = path.split('/').slice(3).map(part => `/${part}`).join('')
  // A page can get an old name back: a redirect that a browser keeps for ever would then go round in a circle.
  res.setHeader('Cache-Control', 'no-cache')
  res.redirect(308, `${addressOf({ kind, slug: moved })}${below}${query}`)
  return undefined
}

/** Home, lists, pages and what changed: all that a reader sees of what is published. */
export const pageRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    const { db, config, clock } = deps

    routes.get('/', reader, async (req, res) => {
      const now = clock.now()
      const [counts, changed] = [await countByTheme(db), await listActivity(db, pageVerbs, undefined, 6)]
      const total = (kind: Kind): number => counts.filter(row => row.kind === kind).reduce((sum, row) => sum + row.pages, 0)
      show(req, res, 'pages/home', {
        pageTitle: 'Find a way round what blocks your work', hideSearch: true,
        barriers: counted(total('barrier'), 'barrier'), solutions: counted(total('solution'), 'way round them', 'ways round them'),
        themes: config.themes.map(theme => ({
          name: theme.name, href: withQuery('/barriers', { theme: theme.slug }),
          pages: counts.filter(row => row.theme === theme.slug && row.kind === 'barrier').reduce((sum, row) => sum + row.pages, 0),
        })),
        newest: (await listPages(db, { kind: 'barrier', theme: undefined, tag: undefined, sort: 'newest', after: undefined }, 5)).map(page => cardOf(config, page, now)),
        changed: await entriesOf(changed),
      })
    })

    async function entriesOf(entries: readonly Activity[]) {
      const now = clock.now()
      const pages = new Map((await listByIds(db, entries.flatMap(entry => entry.pageId ?? []))).map(page => [page.id, page]))
      return entries.flatMap(entry => {
        const page = pages.get(entry.pageId ?? '')
        if (!page) return []
        const href = addressOf(page)
        return [{
          title: page.title, href, kind: kinds[page.kind].singular, verb: entry.verb === 'page.returned' ? 'brought back' : entry.verb.slice('page.'.length), by: entry.actorLabel, time: timeOf(entry.at, now),
          revision: entry.number === undefined ? undefined : `${href}/revisions/${entry.number}`, number: entry.number,
          compare: entry.number !== undefined && entry.number > 1 ? withQuery(`${href}/compare`, { from: String(entry.number - 1), to: String(entry.number) }) : undefined,
        }]
      })
    }

    routes.get('/activity', reader, async (req, res) => {
      const [at, id] = placeOf(single(req.query['after'])) ?? []
      const rows = await listActivity(db, pageVerbs, at === undefined || id === undefined ? undefined : { at, id }, PAGE_SIZE * 2 + 1)
      const last = rows.length > PAGE_SIZE * 2 ? rows[PAGE_SIZE * 2 - 1] : undefined
      show(req, res, 'pages/activity', {
        pageTitle: 'Recent changes', section: 'activity', heading: 'Recent changes', breadcrumbs: undefined,
        entries: await entriesOf(rows.slice(0, PAGE_SIZE * 2)), first: at === undefined ? undefined : '/activity',
        next: last && withQuery('/activity', { after: cursorOf([last.at, last.id]) }),
      })
    })

    for (const definition of kindList) {
      routes.get(`/${definition.path}`, reader, (req, res) => showList(req, res, definition))
      routes.get(`/${definition.path}/:slug`, reader, showPage(definition))
      routes.get(`/${definition.path}/:slug/activity`, reader, (req, res) => showPageActivity(req, res, definition))
    }

    async function showList(req: Request, res: Response, definition: KindDefinition): Promise<void> {
      const now = clock.now()
      const theme = single(req.query['theme'])
      const typedTag = single(req.query['tag'])
      const tag = typedTag === undefined ? undefined : (normalisedTag(typedTag) ?? typedTag)
      const sort: Sort = singleOf(req.query['sort'], ['newest', 'title']) ?? 'newest'
      const after = placeOf(single(req.query['after']))
      const rows = await listPages(db, { kind: definition.kind, theme, tag, sort, after }, PAGE_SIZE + 1)
      const shown = rows.slice(0, PAGE_SIZE)
      const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined
      const here = (change: Record<string, string | undefined>): string => withQuery(`/${definition.path}`, { theme, tag, sort: sort === 'title' ? 'title' : undefined, ...change })
      const heading = definition.plural.replace(/^./, letter => letter.toUpperCase())
      const unknownTheme = theme !== undefined && !config.themes.some(one => one.slug === theme)
      show(req, res, 'pages/list', {
        pageTitle: [heading, theme && themeName(config, theme), tag && `tagged ${tag}`].filter(Boolean).join(', '), section: definition.path, heading, definition,
        cards: shown.map(page => cardOf(config, page, now)), theme, themeName: theme && themeName(config, theme), tag, sort, unknownTheme,
        themes: config.themes, tags: (await listTags(db, definition.kind, 20)).map(one => ({ ...one, href: withQuery(`/${definition.path}`, { tag: one.tag }) })),
        byNewest: here({ sort: undefined, after: undefined }), byTitle: here({ sort: 'title', after: undefined }),
        withoutTag: here({ tag: undefined }), next: last && here({ after: cursorOf(last.place) }), first: after && here({ after: undefined }),
        newHref: `/${definition.path}/new`,
      }, unknownTheme ? 404 : 200)
    }

    /** Shows a page. What it shows is remembered, so that most views ask the database only whether anything was committed. */
    function showPage(definition: KindDefinition): Handler {
      const modelAt = remembered(db, 1_000, async slug => {
        const page = await findPage(db, definition.kind, slug)
        return page && modelOf(page, await listLinked(db, page.id))
      })
      const modelOf = (page: PageHead, linked: readonly LinkedPage[]) => ({
        pageTitle: page.title, section: definition.path, definition, page, ...pageAddresses(page),
        breadcrumbs: [{ text: definition.plural.replace(/^./, letter => letter.toUpperCase()), href: `/${definition.path}` }, { text: themeName(config, page.theme), href: withQuery(`/${definition.path}`, { theme: page.theme }) }],
        canonical: `${config.publicUrl}${addressOf(page)}`, noindex: page.archivedAt !== null,
        theme: themeName(config, page.theme), tags: page.tags.map(tag => ({ tag, href: withQuery(`/${definition.path}`, { tag }) })),
        linked: linked.map(one => ({ ...one, href: addressOf(one) })), newLinked: withQuery(`/${kinds[definition.linksTo].path}/new`, { for: page.id }), linksKind: kinds[definition.linksTo].singular,
        // No "3 days ago" here: it would be remembered.
        changed: dateOf(page.changedAt), archived: page.archivedAt === null ? undefined : dateOf(page.archivedAt),
      })
      return async (req, res) => {
        let model = await modelAt(String(req.params['slug']))
        if (!model) {
          const page = await pageAt(deps, req, res, definition.kind)
          if (!page) return
          model = modelOf(page, await listLinked(db, page.id))
        }
        const { page } = model
        const { html, headings } = await renderedByHash(page.hash, () => getBody(db, page))
        show(req, res, 'pages/page', { ...model, html, headings: headings.length > 2 ? headings : [] })
      }
    }

    async function showPageActivity(req: Request, res: Response, definition: KindDefinition): Promise<void> {
      const page = await pageAt(deps, req, res, definition.kind)
      if (!page) return
      const rows = await historyOf(db, page.id, pageVerbs, 200)
      show(req, res, 'pages/activity', {
        pageTitle: `Activity: ${page.title}`, section: definition.path, heading: `Activity on “${page.title}”`, noindex: true,
        breadcrumbs: [{ text: definition.plural.replace(/^./, letter => letter.toUpperCase()), href: `/${definition.path}` }, { text: page.title, href: addressOf(page) }],
        entries: await entriesOf(rows), next: undefined, first: undefined,
      })
    }
  })
