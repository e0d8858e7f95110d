import type { Request } from 'express'
import { addSeconds } from '../platform/clock.js'
import type { Deps } from '../platform/deps.js'
import { sessionOf, type FieldError } from '../platform/http/index.js'
import { memberOf } from './guards.js'
import { isOwnPassphrase } from './sign-in.js'
import { createSignInLimits } from './sign-in-limits.js'

/** How long after entering their passphrase a member may do what matters without entering it again. */
const CONFIRMED_SECONDS = 900

/** The field for the passphrase in a form that asks for it again. */
export const CONFIRMATION_FIELD = 'currentPassphrase'

/**
 * Checks that the member themselves sends a form that matters, and not somebody at a browser that they left: they have entered
 * their passphrase within the last 15 minutes, or in this form. Returns the error to show with the field for the passphrase, or
 * undefined if it is them.
 * @throws Refused (429) after too many wrong passphrases.
 */
export async function confirmationError(
  deps: Pick<Deps, 'db' | 'clock' | 'passphrases' | 'rateLimiters'>,
  req: Request,
  passphrase: string | undefined,
): Promise<FieldError | undefined> {
  const session = sessionOf(req)
  const now = deps.clock.now()
  const confirmedAt = session?.confirmedAt
  if (confirmedAt !== undefined && now < addSeconds(confirmedAt, CONFIRMED_SECONDS)) return undefined
  if (!passphrase) return { field: CONFIRMATION_FIELD, message: 'Enter your passphrase' }
  const isRight = await isOwnPassphrase({ ...deps, limits: createSignInLimits(deps) }, memberOf(req), passphrase)
  if (!isRight) return { field: CONFIRMATION_FIELD, message: 'This is not your passphrase' }
  if (session) session.confirmedAt = now
  return undefined
}
