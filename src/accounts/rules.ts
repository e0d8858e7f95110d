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
}

/** The person who makes a request: a member, or undefined when nobody is signed in. */
export type Actor = Member | undefined

/** Tells whether `actor` may review suggestions. Admins may. */
export const isModerator = (actor: Actor): actor is Member => actor?.role === 'moderator' || actor?.role === 'admin'

/** Tells whether `actor` may manage members and their roles. */
export const canManageMembers = (actor: Actor): actor is Member => actor?.role === 'admin'

/** Returns the trust of a new account. Moderators and admins are trusted from the start. */
export const initialTrust = (role: Role): Trust => (role === 'member' ? 'new' : 'trusted')

/** Tells whether we publish what this member writes at once. Moderators can review it afterwards. */
export const publishesWithoutReview = (member: Pick<Member, 'role' | 'trust'>): boolean =>
  member.trust === 'trusted' || member.role !== 'member'

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

/** Normalises an email address for comparing and storing. Ignores capital letters. */
export const normaliseEmail = (email: string): string => email.trim().toLowerCase()

/** Returns the domain of an email address, in lower case. */
export const emailDomain = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase()
