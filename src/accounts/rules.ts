import type { Instant } from '../platform/clock.js'
import type { Config } from '../platform/deps.js'

/** The roles of accounts, from the fewest permissions to the most. */
export const roles = ['member', 'moderator', 'admin'] as const
/** The role of an account. */
export type Role = (typeof roles)[number]

/** What each role is called on screen. */
export const roleLabels: Readonly<Record<Role, string>> = { member: 'Member', moderator: 'Moderator', admin: 'Admin' }

/** Tells whether `text` names a role. */
export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)

/** Whether moderators review what a member writes before it is published (`new`) or afterwards (`trusted`). */
export type Trust = 'new' | 'trusted'

/** How a member can be shown beside what they write, from most to least identifying. */
export const shownAsOptions = ['name', 'organisation', 'kind'] as const
/** How a member is shown: by name and organisation, by organisation, or by kind of organisation. */
export type ShownAs = (typeof shownAsOptions)[number]

/** How many published suggestions a new member needs to become trusted. */
export const SUGGESTIONS_UNTIL_TRUSTED = 3

/** A member's organisation. */
export interface OrganisationOfMember {
  readonly id: string
  readonly name: string
  readonly kind: string
}

/** A person with an account. */
export interface Member {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly trust: Trust
  /** Undefined while no listed organisation has the member's email domain. */
  readonly organisation: OrganisationOfMember | undefined
  /** How the member is shown by default. They can choose differently for each text. */
  readonly shownAs: ShownAs
  /** When an admin blocked the member, who then cannot sign in. */
  readonly blockedAt?: Instant
}

/** The person who makes a request: a member, or undefined when nobody is signed in. */
export type Actor = Member | undefined

/** Tells whether `actor` is a moderator. Admins are. */
export const isModerator = (actor: Actor): actor is Member => actor?.role === 'moderator' || actor?.role === 'admin'

/** Tells whether `actor` may review what others suggest, and so open the pages for moderators. */
export const canReview = (actor: Actor): actor is Member => isModerator(actor)

/** Tells whether `actor` may manage members and their roles. */
export const canManageMembers = (actor: Actor): actor is Member => actor?.role === 'admin'

/** Returns the trust of a new account. Moderators and admins are trusted from the start. */
export const initialTrust = (role: Role): Trust => (role === 'member' ? 'new' : 'trusted')

/**
 * Returns the trust of a member after their role has changed. Someone who is no longer a moderator earns it like a new member: what
 * they published as a moderator, nobody had to review.
 */
export const trustAfterRoleChange = (member: Pick<Member, 'trust'>, role: Role): Trust =>
  role === 'member' ? 'new' : member.trust

/** Tells whether we publish what this member writes at once. Moderators can review it afterwards. */
export const publishesWithoutReview = (member: Pick<Member, 'role' | 'trust'>): boolean =>
  member.trust === 'trusted' || member.role !== 'member'

/** The reasons for blocking a member, by their code in the log. */
export const blockReasons = {
  spam: 'They publish advertising or spam',
  abuse: 'They abuse or harass people',
  'personal-data': 'They publish personal data of other people',
  impersonation: 'They pretend to be someone else, or to work somewhere else',
  'taken-over': 'Someone else uses their account',
  other: 'Another reason',
} as const

/** The code of a reason for blocking a member. */
export type BlockReason = keyof typeof blockReasons

/** Explains on the account page how we publish what this member writes. */
export function publishingStatus(member: Pick<Member, 'role' | 'trust'>): string {
  if (member.role === 'admin')
    return 'Admin. You review suggestions under your own name. We publish what you write straight away.'
  if (member.role === 'moderator')
    return 'Moderator. You review suggestions under your own name. We publish what you write straight away.'
  if (member.trust === 'trusted')
    return 'Trusted member. We publish what you write straight away. Moderators can review it afterwards.'
  return (
    'New member. A moderator reviews what you write before we publish it. ' +
    `You become a trusted member after ${SUGGESTIONS_UNTIL_TRUSTED} published suggestions.`
  )
}

/** Says why a visitor without an invitation cannot create an account, whatever they enter. Undefined if they may try. */
export function whyRegistrationIsClosed({ registration, operatorEmail }: RegistrationRules): string | undefined {
  if (registration === 'closed')
    return `Nobody can create an account here at the moment. Email ${operatorEmail} with questions.`
  if (registration === 'invitation')
    return `You need an invitation to create an account. Ask an admin of this site for a link, or email ${operatorEmail}.`
  return undefined
}

/** Says why a visitor cannot create an account with this email address. Undefined if they can. */
export function whyNotRegister(
  rules: RegistrationRules,
  { isInvited, isAtListedOrganisation }: { readonly isInvited: boolean; readonly isAtListedOrganisation: boolean },
): string | undefined {
  if (isInvited && rules.registration !== 'closed') return undefined
  if (rules.registration === 'domains' && !isAtListedOrganisation)
    return `Use a work email address of an organisation that is listed here. If yours is missing, email ${rules.operatorEmail}.`
  return whyRegistrationIsClosed(rules)
}

type RegistrationRules = Pick<Config, 'registration' | 'operatorEmail'>
