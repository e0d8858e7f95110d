import type { RequestHandler } from 'express'
import { randomUUID } from 'node:crypto'
import type { Log } from '../log.js'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** Names this request in the log and on an error page. */
      id: string
    }
  }
}

/** A line for each answer: the route's pattern, never the address, which can hold what a person typed. */
export const requestLog =
  (log: Log): RequestHandler =>
  (req, res, next) => {
    const began = performance.now()
    req.id = randomUUID()
    res.setHeader('X-Request-Id', req.id)
    res.once('close', () => {
      log.info(
        {
          request: req.id,
          method: req.method,
          route: (req.route as { path?: string } | undefined)?.path ?? null,
          status: res.writableFinished ? res.statusCode : 499,
          milliseconds: Math.round((performance.now() - began) * 10) / 10,
        },
        'request',
      )
    })
    next()
  }
