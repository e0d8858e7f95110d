import { hash, randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** A UUIDv7: unique, and in the order of making. */
export const newId = (): string => v7()

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export const isId = (text: unknown): text is string => typeof text === 'string' && pattern.test(text)

/** 256 random bits, safe in an address. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** SHA-256 of UTF-8 text, as 64 hexadecimal digits. */
export const sha256 = (text: string): string => hash('sha256', text)
