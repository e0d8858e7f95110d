import type { Request, Response } from 'express'
import type { Deps } from '../platform/deps.js'
import { cookieName, cookieOptions, readCookies } from '../platform/http/index.js'
import { newSecret } from '../platform/ids.js'
import type { Signer } from '../platform/signing.js'

/** How long a device stays known after a sign-in. */
export const KNOWN_DEVICE_DAYS = 365

const DAY_MILLISECONDS = 24 * 3_600_000

/** How many members can have a pass in one browser. Another one replaces the oldest. */
const MAX_PASSES = 4

const PURPOSE = 'known device'

/** Returns the name of the cookie with the passes of a device. */
export const knownDeviceCookie = (publicUrl: string): string => cookieName(publicUrl, 'unblock-device')

/**
 * Creates a pass: it proves that `memberId` has signed in on this device, without saying whose it is. It allows nothing by
 * itself. Failed sign-ins with it are counted apart from everybody else's, so that nobody can lock a member out of a device
 * that they use.
 */
export function createDevicePass(signer: Signer, memberId: string, now: number): string {
  const device = newSecret()
  return [device, now, signer.sign(PURPOSE, signedText(device, now, memberId))].join('.')
}

/** Returns the id of the device whose pass for `memberId` is among `passes`. Undefined if there is none that is still valid. */
export function findKnownDevice(
  signer: Signer,
  passes: readonly string[],
  memberId: string,
  now: number,
): string | undefined {
  const pass = passes.find(candidate => {
    const [device = '', since = '', signature = ''] = candidate.split('.')
    const isCurrent = now - Number(since) < KNOWN_DEVICE_DAYS * DAY_MILLISECONDS
    return isCurrent && signer.verify(PURPOSE, signedText(device, since, memberId), signature)
  })
  return pass?.split('.', 1)[0]
}

const signedText = (device: string, since: string | number, memberId: string): string =>
  [device, since, memberId].join(' ')

/** Reads the passes that the browser sent. */
export function devicePasses(req: Request, publicUrl: string): readonly string[] {
  const value = readCookies(req)[knownDeviceCookie(publicUrl)]
  return typeof value === 'string' && value !== '' ? value.split('~').slice(0, MAX_PASSES) : []
}

/** Makes the browser known as a device of the member who has just signed in. Keeps the passes of other members. */
export function rememberDevice(
  { config, signer, clock }: Pick<Deps, 'config' | 'signer' | 'clock'>,
  req: Request,
  res: Response,
  memberId: string,
): void {
  const now = Date.parse(clock.now())
  const others = devicePasses(req, config.publicUrl).filter(
    pass => findKnownDevice(signer, [pass], memberId, now) === undefined,
  )
  const passes = [createDevicePass(signer, memberId, now), ...others].slice(0, MAX_PASSES)
  res.cookie(knownDeviceCookie(config.publicUrl), passes.join('~'), {
    ...cookieOptions(config.publicUrl),
    sameSite: 'strict',
    maxAge: KNOWN_DEVICE_DAYS * DAY_MILLISECONDS,
  })
}
