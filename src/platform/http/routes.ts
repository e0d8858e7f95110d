import type { Request, Response, RequestHandler } from 'express'

/** Who may use a route. `check` calls `next()` to let the request pass, else answers it or throws. */
export interface Guard {
  readonly name: string
  readonly check: RequestHandler
}

export type Handler = (req: Request, res: Response) => void | Promise<void>

export interface Route {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly guard: Guard
  readonly handler: Handler
}

/** A list of routes in the making: `routes.get(path, guard, handler)`. There is no way to add one without a guard. */
export interface RouteList {
  get(path: string, guard: Guard, handler: Handler): void
  post(path: string, guard: Guard, handler: Handler): void
}

/** The routes that `declare` adds, in order. */
export function routesOf(declare: (routes: RouteList) => void): readonly Route[] {
  const list: Route[] = []
  const add = (method: Route['method']) => (path: string, guard: Guard, handler: Handler) =>
    void list.push({ method, path, guard, handler })
  declare({ get: add('get'), post: add('post') })
  return list
}
