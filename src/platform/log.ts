import { pino, type Logger } from 'pino'

export type Log = Logger

/** JSON lines on standard output. What a line carries must never hold an e-mail address, a name, an IP address or typed text. */
export const createLog = (level: string): Log => pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime })
