import { parse } from 'node:querystring'
import express, { type RequestHandler } from 'express'

const MOST_FIELDS = 500

/**
 * Reads posted forms up to `limit` into `req.body`: an object with no prototype, a string a field, an array where a
 * field came more than once. Express's own urlencoded reader drops a field called `__proto__` without a word.
 */
export function formParser(limit: string): RequestHandler {
  const read = express.text({ type: 'application/x-www-form-urlencoded', limit }) as RequestHandler
  return (req, res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD') return next()
    read(req, res, (error?: unknown) => {
      if (error !== undefined || typeof req.body !== 'string') return next(error)
      const fields = parse(req.body, '&', '=', { maxKeys: MOST_FIELDS + 1 })
      req.body = fields
      const count = Object.values(fields).flat().length
      next(
        count > MOST_FIELDS
          ? Object.assign(new Error('too many fields'), { status: 413, type: 'parameters.too.many' })
          : undefined,
      )
    })
  }
}
