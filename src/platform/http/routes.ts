import type { Request, Response, RequestHandler } from 'express'
import type { WriteLimitName } from './write-limits.js'

/** Decides who may use a route. `check` calls `next()` to let a request pass, otherwise it answers or throws. */
export interface Guard {
  readonly name: string
  readonly check: RequestHandler
  /** Whether it gives people who are not signed in a session, so that they can send forms. */
  readonly opensSession: boolean
}

/** Answers a request that its guard let pass. */
export type Handler = (req: Request, res: Response) => void | Promise<void>

/** What a route can say beside its guard and handler. */
export interface RouteOptions {
  /** What visitors sign in for, if not just to see the page: `edit this page`. */
  readonly signInTo?: string
  /**
   * For a form in which people write text: what sending it does, to complete "If you send it, you will…". Such a form may be
   * large, and an error page gives its text back.
   */
  readonly writesText?: string
  /** Whether the form carries the text of another form, which was not saved. Such a form may be large too. */
  readonly carriesText?: boolean
  /** Limits how many forms of this sort a member and a network can send. */
  readonly limit?: WriteLimitName
  /**
   * Whether the page shows personal data, such as email addresses. The browser keeps no copy of such a page, so that nobody
   * gets it back after the person has signed out.
   */
  readonly isPersonal?: boolean
  /** Whether the route answers also when the service has more to do than it can, such as a health check. */
  readonly answersAlways?: boolean
  /** Answers a form without a valid token, instead of an error page. */
  readonly withoutToken?: Handler
}

/** An address with its guard and handler. */
export interface Route extends RouteOptions {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly guard: Guard
  readonly handler: Handler
}

/** Collects routes: `routes.get(path, guard, handler)`. No route can be added without a guard. */
export interface RouteList {
  get(
    path: string,
    guard: Guard,
    handler: Handler,
    options?: Pick<RouteOptions, 'signInTo' | 'isPersonal' | 'answersAlways'>,
  ): void
  post(path: string, guard: Guard, handler: Handler, options?: Omit<RouteOptions, 'signInTo' | 'answersAlways'>): void
}

/** Returns the route that a request reached, if any. */
export const routeOf = (res: Response): Route | undefined => res.locals['route'] as Route | undefined

/** Returns the routes that `declare` adds, in order. */
export function routesOf(declare: (routes: RouteList) => void): readonly Route[] {
  const list: Route[] = []
  const add = (method: Route['method']) => (path: string, guard: Guard, handler: Handler, options?: RouteOptions) =>
    void list.push({ method, path, guard, handler, ...options })
  declare({ get: add('get'), post: add('post') })
  return list
}
