import type { Request, Response, RequestHandler } from 'express'

/** Decides who may use a route. `check` calls `next()` to let a request pass, otherwise it answers or throws. */
export interface Guard {
  readonly name: string
  readonly check: RequestHandler
  /** Whether it gives people who are not signed in a session, so that they can send forms. */
  readonly opensSession: boolean
}

/** Returns the guard of the route that a request reached, if any. */
export const guardOf = (res: Response): Guard | undefined => res.locals['guard'] as Guard | undefined

/** Answers a request that its guard let pass. */
export type Handler = (req: Request, res: Response) => void | Promise<void>

/** What a route can say beside its guard and handler. */
export interface RouteOptions {
  /** What visitors sign in for, if not just to see the page: `edit this page`. */
  readonly signInTo?: string
  /** Answers a form without a valid token, instead of the error page that offers to send it again. */
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
  get(path: string, guard: Guard, handler: Handler, options?: Pick<RouteOptions, 'signInTo'>): void
  post(path: string, guard: Guard, handler: Handler, options?: Pick<RouteOptions, 'withoutToken'>): void
}

/** Returns the routes that `declare` adds, in order. */
export function routesOf(declare: (routes: RouteList) => void): readonly Route[] {
  const list: Route[] = []
  const add = (method: Route['method']) => (path: string, guard: Guard, handler: Handler, options?: RouteOptions) =>
    void list.push({ method, path, guard, handler, ...options })
  declare({ get: add('get'), post: add('post') })
  return list
}
