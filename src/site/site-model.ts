import { KNOWN_DEVICE_DAYS, knownDeviceCookie, SUGGESTIONS_UNTIL_TRUSTED } from '../accounts/index.js'
import { ORGANISATIONS_FOR_COVER, ORGANISATIONS_FOR_PROOF } from '../evidence/index.js'
import type { Config } from '../platform/deps.js'
import { DRAFT_DAYS, DRAFT_PREFIX, MAX_DRAFTS, SIGNED_OUT } from '../platform/draft-storage.js'
import {
  MAX_SESSION_DAYS,
  sessionCookie,
  visitorCookie,
  VISITOR_TOKEN_HOURS,
  type PageModel,
} from '../platform/http/index.js'
import { pluralise } from '../platform/text.js'

/** A page about the site: the rules and limits that it explains. */
export interface SiteModel extends PageModel {
  readonly cookieName: string
  /** The cookie of forms for visitors, and how long it lasts. */
  readonly visitorCookieName: string
  readonly visitorCookieHours: number
  /** The cookie of devices on which people have signed in, and how long it lasts. */
  readonly deviceCookieName: string
  readonly deviceCookieDays: number
  /** How long an unused session lasts, to begin a sentence: `14 days`. */
  readonly sessionLength: string
  /** The longest that a session lasts, however much it is used. */
  readonly maxSessionDays: number
  /** Whether only members can read the pages. */
  readonly membersOnly: boolean
  /** What a browser stores under: drafts, and who signed out. */
  readonly draftPrefix: string
  readonly signedOutKey: string
  readonly draftDays: number
  readonly maxDrafts: number
  readonly rules: typeof rules
}

/** The numbers of rules that the pages explain. */
const rules = {
  suggestionsUntilTrusted: SUGGESTIONS_UNTIL_TRUSTED,
  organisationsForProof: ORGANISATIONS_FOR_PROOF,
  organisationsForCover: ORGANISATIONS_FOR_COVER,
} as const

export const siteModel = (
  config: Pick<Config, 'publicUrl' | 'sessionHours' | 'readAccess'>,
  pageTitle: string,
): SiteModel => ({
  pageTitle,
  cookieName: sessionCookie(config.publicUrl),
  visitorCookieName: visitorCookie(config.publicUrl),
  visitorCookieHours: VISITOR_TOKEN_HOURS,
  deviceCookieName: knownDeviceCookie(config.publicUrl),
  deviceCookieDays: KNOWN_DEVICE_DAYS,
  maxSessionDays: MAX_SESSION_DAYS,
  sessionLength: sessionLength(config.sessionHours),
  membersOnly: config.readAccess === 'members',
  draftPrefix: DRAFT_PREFIX,
  signedOutKey: SIGNED_OUT,
  draftDays: DRAFT_DAYS,
  maxDrafts: MAX_DRAFTS,
  rules,
})

/** A number of hours as a person would say it: `7 days`, `12 hours`. */
export const sessionLength = (hours: number): string =>
  hours % 24 === 0 ? pluralise(hours / 24, 'day') : pluralise(hours, 'hour')
