import type { Request, Response, RequestHandler } from 'express'

/** Decides who may use a route. `check` calls `next()` to let a request pass, otherwise it answers or throws. */
export interface Guard {
  readonly name: string
  readonly check: RequestHandler
}

/** Answers a request that its guard let pass. */
export type Handler = (req: Request, res: Response) => void | Promise<void>

/** An address with its guard and handler. */
export interface Route {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly guard: Guard
  readonly handler: Handler
}

/** Collects routes: `routes.get(path, guard, handler)`. No route can be added without a guard. */
export interface RouteList {
  get(path: string, guard: Guard, handler: Handler): void
  post(path: string, guard: Guard, handler: Handler): void
}

/** Returns the routes that `declare` adds, in order. */
export function routesOf(declare: (routes: RouteList) => void): readonly Route[] {
  const list: Route[] = []
  const add = (method: Route['method']) => (path: string, guard: Guard, handler: Handler) =>
    void list.push({ method, path, guard, handler })
  declare({ get: add('get'), post: add('post') })
  return list
}
