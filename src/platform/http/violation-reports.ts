import type { RequestHandler } from 'express'
import readBody from 'raw-body'
import type { Log } from '../log.js'
import { truncate } from '../text.js'

/** The address to which browsers report what the Content-Security-Policy stopped. */
export const VIOLATION_REPORTS_PATH = '/csp-reports'

const MAX_REPORT_BYTES = 16 * 1_024

/** Maximum number of reports in the log within a minute. Anyone can send them. */
const MAX_REPORTS_PER_MINUTE = 60

/** Maximum length of a text from a report in the log, in characters. */
const MAX_LOGGED_LENGTH = 200

/**
 * Logs violations of the Content-Security-Policy, and answers 204. Logs which directive was violated and the origin of what
 * was stopped, without the addresses of pages, which can hold text from a user.
 */
export function violationReports(log: Log): RequestHandler {
  let minute = 0
  let count = 0
  const isWithinLimit = (): boolean => {
    const now = Math.floor(performance.now() / 60_000)
    if (now !== minute) {
      minute = now
      count = 0
    }
    return ++count <= MAX_REPORTS_PER_MINUTE
  }
  return (req, res, next) => {
    if (req.path !== VIOLATION_REPORTS_PATH || req.method !== 'POST') return next()
    if (!isWithinLimit()) return void res.status(204).end()
    const options = { length: req.headers['content-length'] ?? null, limit: MAX_REPORT_BYTES }
    readBody(req, options, (error: Error | undefined, bytes) => {
      if (error) return next(error)
      for (const violation of violationsIn(bytes.toString())) log.warn(violation, 'policy violation')
      res.status(204).end()
    })
  }
}

interface Violation {
  readonly directive: string
  readonly blocked: string
}

/** Reads the reports of either format: https://www.w3.org/TR/CSP3/#reporting. Returns none for anything else. */
function violationsIn(json: string): readonly Violation[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(json)
  } catch {
    return []
  }
  return [parsed].flat().slice(0, 10).flatMap(violationIn)
}

function violationIn(report: unknown): readonly Violation[] {
  const { 'csp-report': old, body } = (report ?? {}) as Record<string, unknown>
  const fields = (old ?? body) as Record<string, unknown> | undefined
  if (typeof fields !== 'object') return []
  const directive = fields['effective-directive'] ?? fields['effectiveDirective'] ?? fields['violated-directive']
  const blocked = fields['blocked-uri'] ?? fields['blockedURL']
  return typeof directive === 'string' ? [{ directive: cut(directive), blocked: originIn(blocked) }] : []
}

/** Returns the origin of an address, or a keyword such as `inline`. */
const originIn = (blocked: unknown): string =>
  typeof blocked !== 'string' ? '' : cut(URL.canParse(blocked) ? new URL(blocked).origin : blocked)

const cut = (text: string): string => truncate(text, MAX_LOGGED_LENGTH)
