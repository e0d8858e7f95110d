import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Db } from './database/index.js'

/**
 * Signs text that someone else keeps for us, so that we recognise it when it comes back. All processes of a site share the
 * secret, and so recognise each other's signatures.
 */
export interface Signer {
  /** The secret itself, for libraries that sign. */
  readonly secret: string
  /** Returns the signature of `text` for one purpose, such as `unsaved form`. */
  sign(purpose: string, text: string): string
  /** Tells whether `signature` is the one of `text` for this purpose. */
  verify(purpose: string, text: string, signature: string): boolean
}

/** Creates a signer. Signs with HMAC-SHA-256. */
export function createSigner(secret: string): Signer {
  const digest = (purpose: string, text: string): Buffer =>
    createHmac('sha256', secret).update(`${purpose.length}:${purpose}`).update(text).digest()
  return {
    secret,
    sign: (purpose, text) => digest(purpose, text).toString('base64url'),
    verify(purpose, text, signature) {
      const expected = digest(purpose, text)
      const given = Buffer.from(signature, 'base64url')
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}

/** Reads the secret that the site was created with. */
export async function readSigningSecret(db: Db): Promise<string> {
  const { value } = await db
    .selectFrom('secret')
    .select('value')
    .where('name', '=', 'signing')
    .executeTakeFirstOrThrow()
  return value
}
