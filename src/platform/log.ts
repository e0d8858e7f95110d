import { pino, type Logger } from 'pino'

export type Log = Logger

/** An error without what a database driver hangs on it: PostgreSQL's `detail` quotes the row. */
const bareError = (error: Error & { code?: unknown }) => ({
  type: error.name,
  message: error.message,
  code: error.code,
  stack: error.stack,
  cause: error.cause instanceof Error ? error.cause.message : undefined,
})

/** JSON lines on standard output. What a line carries must never hold an e-mail address, a name, an IP address or typed text. */
export const createLog = (level: string): Log =>
  pino({ level, base: null, serializers: { err: bareError }, timestamp: pino.stdTimeFunctions.isoTime })
