import type { Request, Response } from 'express'
import { reader } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { cursorOf, placeOf, routesOf, show, single, singleOf, withQuery, type Route } from '../platform/http/index.js'
import { kindList, listPages, listTags, normalisedTag, themeName, type KindDefinition, type Sort } from '../pages/index.js'
import { evidenceCards } from '../evidence/index.js'

const PAGE_SIZE = 20

/** The lists of all barriers and all solutions. */
export const listRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    const { db, config } = deps

    for (const definition of kindList) routes.get(`/${definition.path}`, reader, (req, res) => showList(req, res, definition))

    async function showList(req: Request, res: Response, definition: KindDefinition): Promise<void> {
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
      show(req, res, 'reading/list', {
        pageTitle: [heading, theme && themeName(config, theme), tag && `tagged ${tag}`].filter(Boolean).join(', '), section: definition.path, heading, definition,
        cards: await evidenceCards(deps, shown), theme, themeName: theme && themeName(config, theme), tag, sort, unknownTheme,
        themes: config.themes, tags: (await listTags(db, definition.kind, 20)).map(one => ({ ...one, href: withQuery(`/${definition.path}`, { tag: one.tag }) })),
        byNewest: here({ sort: undefined, after: undefined }), byTitle: here({ sort: 'title', after: undefined }),
        withoutTag: here({ tag: undefined }), next: last && here({ after: cursorOf(last.place) }), first: after && here({ after: undefined }),
        newHref: `/${definition.path}/new`,
      }, unknownTheme ? 404 : 200)
    }
  })
