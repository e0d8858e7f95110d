import { parse } from 'node:querystring'
import express, { type RequestHandler } from 'express'

/** Maximum number of fields: far more than any of our forms has. */
const MAX_FIELDS = 500

/**
 * Parses posted forms of up to `limit`, such as `1500kb`, into `req.body`. This is an object without a prototype, with a
 * string for each field, or an array for a field that was sent more than once. Express's own parser silently drops a field
 * called `__proto__`.
 */
export function formParser(limit: string): RequestHandler {
  const readText = express.text({ type: 'application/x-www-form-urlencoded', limit }) as RequestHandler
  return (req, res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD') return next()
    readText(req, res, (error?: unknown) => {
      // Without an error the body is a string, or absent because it was not a form.
      if (error !== undefined || typeof req.body !== 'string') return next(error)
      const fields = parse(req.body, '&', '=', { maxKeys: MAX_FIELDS + 1 })
      req.body = fields
      const count = Object.values(fields).flat().length
      next(count > MAX_FIELDS ? tooManyFields() : undefined)
    })
  }
}

/** Creates the same error as Express's own parser. */
const tooManyFields = (): Error =>
  Object.assign(new Error('too many fields'), { status: 413, type: 'parameters.too.many' })
