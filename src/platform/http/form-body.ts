import type { Request, RequestHandler } from 'express'
import readBody from 'raw-body'
import { createTurns } from '../event-loop.js'

/** Maximum number of fields: far more than any of our forms has. */
const MAX_FIELDS = 500

/** Room for any form without long text. */
const SMALL_FORM_BYTES = 16 * 1_024

/** Room for the largest form: a body of 100,000 four-byte characters, percent-encoded, and its other fields. */
const TEXT_FORM_BYTES = 1_500 * 1_024

/** How large a posted form may be: `text` for forms in which people write long text, `small` for all others. */
export type FormSize = 'small' | 'text'

/**
 * Creates middleware that reads a posted form into `req.body`. This is an object without a prototype, with a string for each
 * field, or an array for a field that was sent more than once. It reads no compressed form: a few bytes could inflate to the
 * whole limit.
 */
export function formReader(size: FormSize): RequestHandler {
  const takeTurn = createTurns()
  const limit = size === 'text' ? TEXT_FORM_BYTES : SMALL_FORM_BYTES
  return (req, _res, next) => {
    // A body of another type is not a form of ours. Its fields are missing then, and first of all its token.
    if (!req.is(FORM_TYPE)) return next()
    if (!isPlainUtf8(req)) return next(unreadable())
    readBody(req, { length: req.headers['content-length'] ?? null, limit }, (error: Error | undefined, bytes) => {
      if (error) return next(error)
      const parse = (): void => {
        const fields = parseFields(bytes)
        if (fields.length > MAX_FIELDS) return next(tooManyFields())
        req.body = groupByName(fields)
        next()
      }
      if (bytes.length <= SMALL_FORM_BYTES) parse()
      else takeTurn(parse)
    })
  }
}

const FORM_TYPE = 'application/x-www-form-urlencoded'

/** Tells whether a form is sent as browsers send ours: not compressed, and in UTF-8, with or without saying so. */
const isPlainUtf8 = ({ headers }: Request): boolean =>
  (headers['content-encoding'] ?? 'identity').toLowerCase() === 'identity' &&
  !/;\s*charset\s*=\s*"?(?!utf-?8\b)/i.test(headers['content-type'] ?? '')

const unreadable = (): Error => Object.assign(new Error('encoded in a way that we do not read'), { status: 415 })

/** Creates the same error as Express's own parser. */
const tooManyFields = (): Error =>
  Object.assign(new Error('too many fields'), { status: 413, type: 'parameters.too.many' })

type Field = readonly [name: string, value: string]

/** Collects the values of each name. Has no prototype, so that a field can be called `__proto__`. */
function groupByName(fields: readonly Field[]): Readonly<Record<string, string | string[]>> {
  const values = Object.create(null) as Record<string, string | string[]>
  for (const [name, value] of fields) {
    const earlier = values[name]
    if (earlier === undefined) values[name] = value
    else if (Array.isArray(earlier)) earlier.push(value)
    else values[name] = [earlier, value]
  }
  return values
}

const AMPERSAND = 0x26
const EQUALS = 0x3d
const PERCENT = 0x25
const PLUS = 0x2b
const SPACE = 0x20

/**
 * Parses `application/x-www-form-urlencoded` in one pass over its bytes, which it overwrites. Stops after `MAX_FIELDS` + 1
 * fields. The result is that of https://url.spec.whatwg.org/#urlencoded-parsing. The parsers of Node work on text and take
 * up to 60 times as long for some bodies, such as one of plus signs.
 */
export function parseFields(bytes: Buffer): readonly Field[] {
  const fields: Field[] = []
  let start = 0
  let end = 0
  let equals = -1
  const addField = (): void => {
    if (end > start || equals >= 0) {
      const name = bytes.toString('utf8', start, equals < 0 ? end : equals)
      fields.push([name, equals < 0 ? '' : bytes.toString('utf8', equals, end)])
    }
    start = end
    equals = -1
  }
  for (let i = 0; i < bytes.length && fields.length <= MAX_FIELDS; i++) {
    const byte = bytes[i]!
    if (byte === AMPERSAND) addField()
    else if (byte === EQUALS && equals < 0) equals = end
    else if (byte === PERCENT && isEscape(bytes, i)) {
      bytes[end++] = hexValue(bytes[i + 1]!) * 16 + hexValue(bytes[i + 2]!)
      i += 2
    } else bytes[end++] = byte === PLUS ? SPACE : byte
  }
  if (fields.length <= MAX_FIELDS) addField()
  return fields
}

const isEscape = (bytes: Buffer, at: number): boolean =>
  at + 2 < bytes.length && hexValue(bytes[at + 1]!) >= 0 && hexValue(bytes[at + 2]!) >= 0

/** Returns the value of a hexadecimal digit, or -1 for any other character. */
function hexValue(character: number): number {
  if (character >= 0x30 && character <= 0x39) return character - 0x30
  const lowerCase = character | 0x20
  return lowerCase >= 0x61 && lowerCase <= 0x66 ? lowerCase - 0x57 : -1
}
