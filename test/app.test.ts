import type { Express, RequestHandler } from 'express'
import { allRoutes } from '../src/app.js'
import { testSite, type TestSite } from './support/site.js'

/** Every route and its guard. Changing a line here changes who may do what, so check that this is intended. */
const table = `
get  /about                                anyone
get  /accessibility                        anyone
get  /privacy                              anyone
get  /cookies                              anyone
get  /contact                              anyone
get  /help/markdown                        anyone
get  /robots.txt                           anyone
get  /health/live                          anyone
get  /health/ready                         anyone
get  /sign-in                              visitor
post /sign-in                              visitor
get  /sign-in/with-text                    visitor
post /sign-in/with-text                    visitor
get  /.well-known/security.txt             anyone
get  /sign-out                             member
post /sign-out                             visitor
get  /register                             visitor
post /register                             visitor
get  /invitation/:secret                   visitor
post /invitation/:secret                   visitor
get  /first-admin/:secret                  visitor
post /first-admin/:secret                  visitor
get  /passphrase/:secret                   visitor
post /passphrase/:secret                   visitor
get  /account                              member
post /account                              member
post /account/passphrase                   member
get  /barriers/:slug/reports               reader
get  /barriers/:slug/reports/new           member
post /barriers/:slug/reports               member
get  /reports/:id                          member
post /reports/:id                          member
post /reports/:id/withdraw                 member
get  /reports/:id/remove                   moderator
post /reports/:id/remove                   moderator
get  /solutions/:slug/trials               reader
get  /solutions/:slug/trials/new           member
post /solutions/:slug/trials               member
get  /trials/:id                           member
post /trials/:id                           member
post /trials/:id/withdraw                  member
get  /trials/:id/remove                    moderator
post /trials/:id/remove                    moderator
get  /account/evidence                     member
get  /barriers/new                         reader
get  /barriers/new/write                   member
post /barriers/new/write                   member
get  /solutions/new                        reader
get  /solutions/new/write                  member
post /solutions/new/write                  member
get  /barriers/:slug/edit                  member
post /barriers/:slug/edit                  member
get  /solutions/:slug/edit                 member
post /solutions/:slug/edit                 member
get  /account/suggestions                  member
get  /suggestions/:id                      member
get  /suggestions/:id/versions/:number      member
get  /suggestions/:id/amendments/:number    member
post /suggestions/:id/withdraw             member
get  /suggestions/:id/amend                member
post /suggestions/:id/amend                member
get  /review                               moderator
get  /review/unreviewed                    moderator
get  /review/:id                           moderator
post /review/:id/decision                  moderator
get  /review/:id/resolve                   moderator
post /review/:id/resolve                   moderator
get  /moderation-log                       reader
get  /barriers/:slug/archive               moderator
post /barriers/:slug/archive               moderator
post /barriers/:slug/bring-back            moderator
get  /solutions/:slug/archive              moderator
post /solutions/:slug/archive              moderator
post /solutions/:slug/bring-back           moderator
get  /admin/members                        admin
post /admin/members/:id/role               admin
get  /admin/invitations                    admin
post /admin/invitations                    admin
post /admin/invitations/cancel             admin
get  /admin/log                            admin
get  /admin/members/:id/block              admin
post /admin/members/:id/block              admin
post /admin/members/:id/unblock            admin
get  /admin/suggestions/:id/author/block   admin
post /admin/suggestions/:id/author/block   admin
post /admin/suggestions/:id/author/unblock admin
get  /search                               reader
get  /admin/synonyms                       moderator
post /admin/synonyms                       moderator
post /admin/synonyms/:id                   moderator
post /admin/synonyms/:id/remove            moderator
get  /barriers/:slug/history               reader
get  /barriers/:slug/revisions/:number     reader
get  /barriers/:slug/compare               reader
get  /solutions/:slug/history              reader
get  /solutions/:slug/revisions/:number    reader
get  /solutions/:slug/compare              reader
get  /                                     reader
get  /activity                             reader
get  /barriers/:slug/activity              reader
get  /solutions/:slug/activity             reader
get  /barriers                             reader
get  /solutions                            reader
get  /barriers/:slug                       reader
get  /solutions/:slug                      reader
get  /organisations                        reader
get  /organisations/:slug                  reader
get  /blocked-where                        reader
get  /blocked-where.csv                    reader
`

interface MountedRoute {
  readonly path: string
  readonly stack: readonly { readonly method: string | undefined; readonly handle: RequestHandler }[]
}

interface Layer {
  readonly route?: MountedRoute
  readonly handle: RequestHandler & { readonly routers?: readonly { readonly stack: readonly Layer[] }[] }
}

/** The routes that Express runs. */
const mounted = (app: Express): readonly MountedRoute[] =>
  (app.router.stack as readonly Layer[]).flatMap(
    layer =>
      layer.route ?? layer.handle.routers?.flatMap(router => router.stack.flatMap(inner => inner.route ?? [])) ?? [],
  )

describe('the routes of the site', () => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite('sqlite')
  })
  afterAll(() => site.close())

  test('every route has the guard that the table gives it', () => {
    const declared = allRoutes(site.deps).map(({ method, path, guard }) => `${method} ${path} ${guard.name}`)
    const expected = table.trim().split('\n')
    // Routes of different slices may change places. The journeys notice a route that hides another.
    expect([...declared].sort()).toEqual(expected.map(row => row.replace(/ +/g, ' ')).sort())
  })

  test('the app serves only the declared routes, each behind its guard, and refuses every other method', () => {
    const declared = allRoutes(site.deps)
    const routes = mounted(site.app)
    const methodsOf = (route: MountedRoute): readonly (string | undefined)[] => [
      ...new Set(route.stack.map(layer => layer.method)),
    ]
    // A route for all methods names no method.
    const specific = routes.filter(route => methodsOf(route)[0] !== undefined)
    const names = (list: readonly string[]): readonly string[] => [...list].sort()
    expect(names(specific.map(route => `${methodsOf(route)[0]} ${route.path}`))).toEqual(
      names(declared.map(({ method, path }) => `${method} ${path}`)),
    )
    for (const { method, path, guard } of declared) {
      const handlers = specific
        .find(route => route.path === path && methodsOf(route)[0] === method)!
        .stack.map(layer => layer.handle)
      // The guard is the last check before the handler.
      expect([path, handlers.indexOf(guard.check)]).toEqual([path, handlers.length - 2])
    }
    const rest = routes.filter(route => methodsOf(route)[0] === undefined)
    expect(names(rest.map(route => route.path))).toEqual(names([...new Set(declared.map(route => route.path))]))
    // All other methods are refused by the same function.
    expect(new Set(rest.flatMap(route => route.stack.map(layer => String(layer.handle)))).size).toBe(1)
  })

  test.each(['put', 'delete', 'patch'] as const)('%s is refused at every address, even for an admin', async method => {
    const { browser } = await site.signedIn({ role: 'admin' })
    for (const path of new Set(allRoutes(site.deps).map(route => route.path))) {
      const refused = await browser.agent[method](path.replace(/:\w+/g, 'x'))
      expect([path, refused.status, refused.headers['allow']]).toEqual([
        path,
        405,
        expect.stringMatching(/^(GET, HEAD|POST|GET, HEAD, POST)$/),
      ])
    }
  })

  test('every address refuses a post without the session token', async () => {
    const posts = allRoutes(site.deps).filter(route => route.method === 'post')
    const { browser } = await site.signedIn({ role: 'admin' })
    for (const { path } of posts)
      expect([path, (await browser.send(path.replace(/:\w+/g, 'x'), { title: 'x' })).status]).toEqual([path, 403])
  })
})
