import { pino, type Logger } from 'pino'

/** Writes JSON lines, each an object with a message: `log.info({ request: id }, 'request')`. */
export type Log = Logger

/** Drops the fields that database drivers add to an error: PostgreSQL's `detail` quotes the row. */
const bareError = (error: Error & { code?: unknown }) => ({
  type: error.name,
  message: error.message,
  code: error.code,
  stack: error.stack,
  cause: error.cause instanceof Error ? error.cause.message : undefined,
})

/**
 * Creates a log that writes JSON lines to standard output. Never log an email address, a name, an IP address or text
 * that a user entered.
 */
export const createLog = (level: string): Log =>
  pino({ level, base: null, serializers: { err: bareError }, timestamp: pino.stdTimeFunctions.isoTime })
