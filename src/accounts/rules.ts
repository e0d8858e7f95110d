export const roles = ['member', 'moderator', 'admin'] as const
export type Role = (typeof roles)[number]

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)

export type Trust = 'new' | 'trusted'

/** How a member is shown beside what they write, from most to least telling. */
export const shownAsOptions = ['name', 'organisation', 'kind'] as const
export type ShownAs = (typeof shownAsOptions)[number]

/** A member becomes trusted with this many suggestions published. */
export const SUGGESTIONS_UNTIL_TRUSTED = 3

export interface OrganisationOfMember {
  readonly id: string
  readonly name: string
  readonly kind: string
}

export interface Member {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly trust: Trust
  readonly organisation: OrganisationOfMember | undefined
  readonly shownAs: ShownAs
}

/** Who asks: a member, or nobody in particular. */
export type Actor = Member | undefined

export const isModerator = (actor: Actor): actor is Member => actor?.role === 'moderator' || actor?.role === 'admin'

export const isAdmin = (actor: Actor): actor is Member => actor?.role === 'admin'

export const organisationKinds = {
  'ministerial-department': 'a ministerial department',
  'non-ministerial-department': 'a non-ministerial department',
  'executive-agency': 'an executive agency',
  'public-body': 'a public body',
  council: 'a council',
  'combined-authority': 'a combined authority',
  'nhs-body': 'an NHS body',
  police: 'a police force',
  'devolved-government': 'a devolved government',
  other: 'a public body',
} as const
export type OrganisationKind = keyof typeof organisationKinds

/** `Councils`: a heading over several. */
export const kindHeadings: Readonly<Record<OrganisationKind, string>> = {
  'ministerial-department': 'Ministerial departments',
  'non-ministerial-department': 'Non-ministerial departments',
  'executive-agency': 'Executive agencies',
  'public-body': 'Public bodies',
  council: 'Councils',
  'combined-authority': 'Combined authorities',
  'nhs-body': 'NHS bodies',
  police: 'Police forces',
  'devolved-government': 'Devolved governments',
  other: 'Other public bodies',
}

export const isOrganisationKind = (text: string): text is OrganisationKind => Object.hasOwn(organisationKinds, text)

/** `3 councils`, `1 NHS body`; a kind that is not told or not known is `public bodies`. */
export function countOfKind(kind: string | null, organisations: number): string {
  const known = kind !== null && kind !== 'other' && isOrganisationKind(kind) ? kind : 'public-body'
  const one = organisationKinds[known].replace(/^an? /, '')
  return `${organisations.toLocaleString('en-GB')} ${organisations === 1 ? one : kindPlural(known)}`
}

/** `councils`, `NHS bodies`: several of a kind, within a sentence. */
export const kindPlural = (kind: OrganisationKind): string =>
  kindHeadings[kind].replace(/^[A-Z](?![A-Z])/, letter => letter.toLowerCase())

/** `a council`, for a kind; what is not known is `a public body`. */
export const kindWithArticle = (kind: string | undefined): string =>
  kind !== undefined && Object.hasOwn(organisationKinds, kind)
    ? organisationKinds[kind as OrganisationKind]
    : 'a public body'

/** Whether what this member writes is published at once, to be looked at afterwards. */
export const publishesWithoutReview = (member: Pick<Member, 'role' | 'trust'>): boolean =>
  member.trust === 'trusted' || member.role !== 'member'

/** A member as they choose to be shown to everyone, moderators included. It never says more than `shownAs` allows. */
export function attribution(member: Pick<Member, 'name' | 'organisation'>, shownAs: ShownAs): string {
  const { name, organisation } = member
  if (shownAs === 'name') return organisation ? `${name}, ${organisation.name}` : name
  if (!organisation) return 'a member whose organisation is not listed'
  if (shownAs === 'organisation') return `a member of staff at ${organisation.name}`
  return `a member of staff at ${kindWithArticle(organisation.kind)}`
}

/** The email address as it is compared and kept: addresses that differ in capitals alone are one. */
export const normaliseEmail = (email: string): string => email.trim().toLowerCase()

/** The host of an email address. */
export const emailDomain = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase()
