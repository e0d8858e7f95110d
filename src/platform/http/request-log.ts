import type { RequestHandler } from 'express'
import { randomUUID } from 'node:crypto'
import type { Log } from '../log.js'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** Identifies this request in the log and on an error page. */
      id: string
    }
  }
}

/** Logs a line for each answer. Logs the route's pattern, never the address, which can hold text from a user. */
export const requestLog =
  (log: Log): RequestHandler =>
  (req, res, next) => {
    const startedAt = performance.now()
    req.id = randomUUID()
    res.setHeader('X-Request-Id', req.id)
    res.once('close', () => {
      log.info(
        {
          request: req.id,
          method: req.method,
          route: (req.route as { path?: string } | undefined)?.path ?? null,
          status: res.writableFinished ? res.statusCode : 499,
          milliseconds: Math.round((performance.now() - startedAt) * 10) / 10,
        },
        'request',
      )
    })
    next()
  }
