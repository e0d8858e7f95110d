import type { Request, Response } from 'express'
import { Refused } from '../errors.js'
import { networkOf, waitInWords, type Limit, type RateLimiter, type RateLimiters } from '../rate-limits.js'
import { sessionOf } from './current-session.js'

const HOUR = 3_600

/** What a limit counts: forms that were saved, or all that were sent. */
type Counted = 'saved' | 'sent'

interface WriteLimit extends Limit {
  readonly per: 'member' | 'network'
  readonly counts: Counted
}

/** How many forms of a sort people can send: far more than a person does, and far fewer than a program. */
const writeLimits = {
  // A course of 30 people in one office can register together. The second limit is for guessing who has an account.
  accounts: [
    { per: 'network', counts: 'saved', events: 30, seconds: HOUR },
    { per: 'network', counts: 'sent', events: 200, seconds: HOUR },
  ],
  texts: [
    { per: 'member', counts: 'saved', events: 100, seconds: HOUR },
    { per: 'network', counts: 'saved', events: 1_000, seconds: HOUR },
  ],
  reports: [
    { per: 'member', counts: 'saved', events: 100, seconds: HOUR },
    { per: 'network', counts: 'saved', events: 1_000, seconds: HOUR },
  ],
} as const satisfies Readonly<Record<string, readonly WriteLimit[]>>

/** The sort of form that a limit is for. */
export type WriteLimitName = keyof typeof writeLimits

const messages: Readonly<Record<WriteLimitName, string>> = {
  accounts: 'Too many accounts were created from your network in a short time.',
  texts: 'Too much was sent in a short time. Yours is not saved yet.',
  reports: 'Too many reports were sent in a short time. Yours is not saved yet.',
}

/**
 * Creates a function that counts a form by member and by network. It runs before the form is handled, so that forms sent at the
 * same time count too, and takes back one that was not saved.
 * @throws Refused (429), whose page gives the text back, when there were too many.
 */
export function limitWrites(
  name: WriteLimitName,
  rateLimiters: RateLimiters,
): (req: Request, res: Response) => Promise<void> {
  const limits = writeLimits[name].map((limit: WriteLimit) => ({
    ...limit,
    limiter: rateLimiters(`${name}-${limit.per}-${limit.counts}`, limit),
  }))
  return async (req, res) => {
    const keys = { member: sessionOf(req)?.passport?.user, network: networkOf(req.ip) }
    const toTakeBack: { readonly limiter: RateLimiter; readonly key: string }[] = []
    res.once('finish', () => {
      // A form that was saved leads to the page that shows it.
      if (res.statusCode === 303) return
      for (const { limiter, key } of toTakeBack) limiter.takeBack(key).catch(() => {})
    })
    for (const { limiter, per, counts } of limits) {
      const key = keys[per]
      if (key === undefined) continue
      const seconds = await limiter.count(key)
      if (seconds !== undefined)
        throw new Refused(`${messages[name]} Wait ${waitInWords(seconds)}, then send it again.`, 429, seconds)
      if (counts === 'saved') toTakeBack.push({ limiter, key })
    }
  }
}
