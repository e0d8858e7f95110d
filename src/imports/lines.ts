import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { Refused } from '../platform/errors.js'
import { characterCount, storageProblem } from '../platform/text.js'
import { MAX_BODY_LENGTH } from '../pages/index.js'

/** A line of a history: one change to one file. */
export interface HistoryLine {
  /** Where it stands in the file, from 1. */
  readonly line: number
  /** The line itself, for telling it from others. */
  readonly raw: string
  /** A added, M modified, R renamed from `from`, D deleted. */
  readonly op: 'A' | 'M' | 'R' | 'D'
  readonly path: string
  readonly from: string | undefined
  /** UTC. */
  readonly date: string
  readonly author: string
  readonly message: string
  readonly text: string
}

export interface BadLine {
  readonly line: number
  readonly problem: string
}

/** Instants are text of a fixed width, so the year has four digits. */
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z')

const storable = z.string().refine(text => storageProblem(text) === undefined, {
  error: issue => storageProblem(String(issue.input)) ?? 'cannot be stored',
})

const shape = z.object({
  op: z.enum(['A', 'M', 'R', 'D']),
  path: storable.min(1).max(1_000),
  from: storable.min(1).max(1_000).optional(),
  date: z.string().transform((text, context) => {
    const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN
    if (Number.isNaN(time) || time < 0 || time > LAST_INSTANT)
      context.addIssue('is not a date such as 2019-02-20T10:17:12+01:00')
    return Number.isNaN(time) ? '' : new Date(time).toISOString()
  }),
  author: storable,
  message: storable.optional().default(''),
  text: storable
    .refine(text => characterCount(text) <= MAX_BODY_LENGTH, `is longer than ${MAX_BODY_LENGTH} characters`)
    .optional()
    .nullable(),
})

/** One line read, or what is wrong with it. */
export function readLine(raw: string, line: number): HistoryLine | BadLine {
  let value: unknown
  try {
    value = JSON.parse(raw)
  } catch {
    return { line, problem: 'is not JSON' }
  }
  const result = shape.safeParse(value)
  if (!result.success) {
    const issue = result.error.issues[0]!
    return { line, problem: `${issue.path.join('.') || 'the line'}: ${issue.message}` }
  }
  const { op, path, from, date, author, message, text } = result.data
  if (op === 'R' && from === undefined) return { line, problem: 'from: a rename must say from where' }
  if (op !== 'D' && typeof text !== 'string') return { line, problem: 'text: is missing' }
  return { line, raw, op, path, from, date, author, message, text: text ?? '' }
}

/** The lines of a JSON Lines file, gzipped or not, as they are read; blank lines are passed over. @throws Refused when it cannot be read to its end. */
export async function* readHistory(file: string): AsyncGenerator<HistoryLine | BadLine> {
  const stream = createReadStream(file)
  const bytes = file.endsWith('.gz') ? stream.pipe(createGunzip()) : stream
  if (bytes !== stream) stream.on('error', error => bytes.destroy(error))
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest: Buffer = Buffer.alloc(0)
  let number = 0
  const lineFrom = (slice: Buffer): HistoryLine | BadLine | undefined => {
    number++
    try {
      const raw = decoder.decode(slice)
      return raw.trim() === '' ? undefined : readLine(raw, number)
    } catch {
      return { line: number, problem: 'is not UTF-8' }
    }
  }
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        const line = lineFrom(rest.subarray(0, end))
        rest = rest.subarray(end + 1)
        if (line) yield line
      }
    }
  } catch (error) {
    throw new Refused(`The file ${file} cannot be read: ${(error as Error).message}.`)
  }
  const last = rest.length > 0 ? lineFrom(rest) : undefined
  if (last) yield last
}
