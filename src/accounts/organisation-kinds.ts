import { capitalise } from '../platform/text.js'

/** The kinds of organisation, each with its article, as in "a member of staff at a council". */
export const organisationKinds = {
  'ministerial-department': 'a ministerial department',
  'non-ministerial-department': 'a non-ministerial department',
  'executive-agency': 'an executive agency',
  'public-body': 'an arm’s length body',
  council: 'a council',
  'combined-authority': 'a combined authority',
  'nhs-body': 'an NHS body',
  police: 'a police force',
  'devolved-government': 'a devolved government',
  other: 'a public body',
} as const
/** The key of a kind of organisation. */
export type OrganisationKind = keyof typeof organisationKinds

/** The plural of each kind as a heading: `Councils`. */
export const kindHeadings: Readonly<Record<OrganisationKind, string>> = {
  'ministerial-department': 'Ministerial departments',
  'non-ministerial-department': 'Non-ministerial departments',
  'executive-agency': 'Executive agencies',
  'public-body': 'Arm’s length bodies',
  council: 'Councils',
  'combined-authority': 'Combined authorities',
  'nhs-body': 'NHS bodies',
  police: 'Police forces',
  'devolved-government': 'Devolved governments',
  other: 'Other public bodies',
}

/** Tells whether `text` is the key of a kind. */
export const isOrganisationKind = (text: string): text is OrganisationKind => Object.hasOwn(organisationKinds, text)

/** Formats a count of organisations: `3 councils`, `1 NHS body`. */
export const countOfKind = (kind: OrganisationKind, count: number): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? lowerFirst(kindName(kind)) : kindPlural(kind)}`

/** Returns a kind on its own: `Council`. */
export const kindName = (kind: OrganisationKind): string =>
  kind === 'other' ? 'Other public body' : capitalise(organisationKinds[kind].replace(/^an? /, ''))

/** Returns the plural of a kind for use in a sentence: `councils`, `NHS bodies`. */
export const kindPlural = (kind: OrganisationKind): string => lowerFirst(kindHeadings[kind])

// A second capital letter means an abbreviation, which keeps its capitals.
const lowerFirst = (text: string): string => text.replace(/^[A-Z](?![A-Z])/, letter => letter.toLowerCase())

/** Returns a kind with its article: `a council`. An unknown kind is `an organisation`. */
export const kindWithArticle = (kind: string | undefined): string =>
  kind !== undefined && isOrganisationKind(kind) ? organisationKinds[kind] : 'an organisation'
