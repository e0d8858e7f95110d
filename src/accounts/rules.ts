import { kindWithArticle } from './organisation-kinds.js'

/** What an account may do, from least to most. */
export const roles = ['member', 'moderator', 'admin'] as const
export type Role = (typeof roles)[number]

/** Tells whether `text` names a role. */
export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)

/** Whether moderators review what a member writes before it is published (`new`) or afterwards (`trusted`). */
export type Trust = 'new' | 'trusted'

/** How a member can be shown beside what they write, from most to least identifying. */
export const shownAsOptions = ['name', 'organisation', 'kind'] as const
export type ShownAs = (typeof shownAsOptions)[number]

/** How many published suggestions make a new member a trusted one. */
export const SUGGESTIONS_UNTIL_TRUSTED = 3

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
  /** How the member is shown unless they choose otherwise for one text. */
  readonly shownAs: ShownAs
}

/** The person who makes a request: a member, or undefined when nobody is signed in. */
export type Actor = Member | undefined

/** Tells whether `actor` may review suggestions. Admins may. */
export const isModerator = (actor: Actor): actor is Member => actor?.role === 'moderator' || actor?.role === 'admin'

/** Tells whether `actor` may manage members and their roles. */
export const isAdmin = (actor: Actor): actor is Member => actor?.role === 'admin'

/** The trust of a new account. The people who run a site need no probation. */
export const initialTrust = (role: Role): Trust => (role === 'member' ? 'new' : 'trusted')

/** Tells whether what this member writes is published at once. Moderators can review it afterwards. */
export const publishesWithoutReview = (member: Pick<Member, 'role' | 'trust'>): boolean =>
  member.trust === 'trusted' || member.role !== 'member'

/** Says what becomes of what this member writes, for their account page. */
export function publishingStatus(member: Pick<Member, 'role' | 'trust'>): string {
  if (member.role === 'admin')
    return 'Admin. You review suggestions under your own name. We publish what you write at once.'
  if (member.role === 'moderator')
    return 'Moderator. You review suggestions under your own name. We publish what you write at once.'
  if (member.trust === 'trusted')
    return 'Trusted member. We publish what you write at once. Moderators can review it afterwards.'
  return (
    'New member. A moderator reviews what you write before we publish it. ' +
    `You become a trusted member after ${SUGGESTIONS_UNTIL_TRUSTED} published suggestions.`
  )
}

/** How a member is shown to everyone, moderators included. It never reveals more than `shownAs` allows. */
export function attribution(member: Pick<Member, 'name' | 'organisation'>, shownAs: ShownAs): string {
  const { name, organisation } = member
  if (shownAs === 'name') return organisation ? `${name}, ${organisation.name}` : name
  if (!organisation) return 'a member whose organisation is not listed'
  if (shownAs === 'organisation') return `a member of staff at ${organisation.name}`
  return `a member of staff at ${kindWithArticle(organisation.kind)}`
}

/** A way to be shown, as a form offers it. */
export interface ShownAsChoice {
  readonly value: ShownAs
  readonly text: string
  readonly hint: { readonly text: string }
}

const shownAsLabels: Readonly<Record<ShownAs, string>> = {
  name: 'Name and organisation',
  organisation: 'Organisation only',
  kind: 'Kind of organisation only',
}

/** The ways in which `member` can be shown, each with what readers then see. */
export const shownAsChoices = (member: Member): readonly ShownAsChoice[] =>
  shownAsOptions.map(value => ({
    value,
    text: shownAsLabels[value],
    hint: { text: `Shown as: ${attribution(member, value)}` },
  }))

/** An email address as we compare and store it. Addresses that differ only in capital letters are the same. */
export const normaliseEmail = (email: string): string => email.trim().toLowerCase()

/** The domain of an email address, in lower case. */
export const emailDomain = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase()
