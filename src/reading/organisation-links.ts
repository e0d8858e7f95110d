import { isOrganisationKind, type Organisation, type OrganisationKind } from '../accounts/index.js'
import { formatDate } from '../platform/dates.js'
import type { Link, ShownTime } from '../platform/http/index.js'

export const organisationAddress = ({ slug }: Pick<Organisation, 'slug'>): string =>
  `/organisations/${encodeURIComponent(slug)}`

export const organisationLink = (organisation: Organisation): Link => ({
  text: organisation.name,
  href: organisationAddress(organisation),
})

/** The day on which an organisation ended. */
export function endOf({ endedOn }: Organisation): ShownTime | undefined {
  if (endedOn === null) return undefined
  return { iso: endedOn, day: formatDate(endedOn), exact: formatDate(endedOn) }
}

/** The kind under which an organisation is listed. A kind that we no longer have is `other`. */
export const listedKind = ({ kind }: Pick<Organisation, 'kind'>): OrganisationKind =>
  isOrganisationKind(kind) ? kind : 'other'
