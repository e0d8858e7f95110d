import { hash, randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** Creates a UUIDv7, which is unique and sorts by when it was created. */
export const newId = (): string => v7()

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Tells whether `text` has the form of an id. */
export const isId = (text: unknown): text is string => typeof text === 'string' && pattern.test(text)

/** Creates a secret of 256 random bits, safe to use in a URL. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** Hashes text, as UTF-8, with SHA-256. Returns 64 hexadecimal digits. */
export const sha256 = (text: string): string => hash('sha256', text)
