import { isOrganisationKind, kindHeadings, kindName, type Organisation } from '../accounts/index.js'
import type { OrganisationCount } from '../evidence/index.js'
import { withQuery, type Link, type PageModel, type PagingLinks, type ShownTime } from '../platform/http/index.js'
import { endOf, listedKind, organisationLink } from './organisation-links.js'
import type { SortLink } from './partials.js'

const PAGE_SIZE = 100

/** The values of `sort` in an address. By a figure, the highest come first. */
export const organisationSorts = ['name', 'faced', 'resolved', 'tried'] as const
type Sort = (typeof organisationSorts)[number]

const DEFAULT_SORT: Sort = 'name'

const headings: Readonly<Record<Sort, string>> = {
  name: 'Name',
  faced: 'Barriers faced',
  resolved: 'Barriers got round',
  tried: 'Solutions tried',
}

/** Names the orders in one line, on a small screen. */
const sortLabels: Readonly<Record<Sort, string>> = {
  name: 'name',
  faced: 'faced',
  resolved: 'got round',
  tried: 'tried',
}

interface ColumnHeading extends Link {
  readonly isNumeric: boolean
  /** Set for the column that the list is sorted by. */
  readonly ariaSort: 'ascending' | 'descending' | undefined
}

interface OrganisationRow {
  readonly link: Link
  readonly kind: string
  readonly ended: ShownTime | undefined
  readonly successor: Link | undefined
  /** Undefined if no page names the organisation. */
  readonly figures: readonly { readonly label: string; readonly pages: number }[] | undefined
}

interface KindLink extends Link {
  readonly organisations: number
  readonly isCurrent: boolean
}

/** The page with the list of organisations. */
export interface OrganisationListModel extends PageModel, PagingLinks {
  readonly headings: readonly ColumnHeading[]
  /** Stand in for the headings on a small screen. */
  readonly sorts: readonly SortLink[]
  readonly rows: readonly OrganisationRow[]
  /** Shown instead of the table when it has no rows. */
  readonly empty: { readonly heading?: string; readonly text: string; readonly link?: Link }
  readonly isOfAllKinds: boolean
  readonly kinds: readonly KindLink[]
}

interface OrganisationList {
  /** By name. */
  readonly organisations: readonly Organisation[]
  readonly counts: ReadonlyMap<string, OrganisationCount>
  /** A kind of organisation, which may not exist. */
  readonly kind: string | undefined
  readonly sort: Sort | undefined
  /** The slug of the last organisation of the page before. */
  readonly after: string | undefined
}

/** The list of organisations with the pages that name each of them, counted. */
export function organisationListModel(list: OrganisationList): OrganisationListModel {
  const { organisations, counts, kind, sort = DEFAULT_SORT, after } = list
  const address = (change: { readonly sort?: Sort; readonly after?: string }): string =>
    organisationsAddress({ kind, sort, ...change })
  const ofKind = organisations.filter(organisation => kind === undefined || listedKind(organisation) === kind)
  const sorted = sortOrganisations(ofKind, counts, sort)
  const start = after === undefined ? 0 : sorted.findIndex(organisation => organisation.slug === after) + 1
  const shown = sorted.slice(start, start + PAGE_SIZE)
  const last = start + PAGE_SIZE < sorted.length ? shown.at(-1) : undefined
  return {
    pageTitle: titleFor(kind),
    section: 'organisations',
    headings: organisationSorts.map(column => ({
      text: headings[column],
      href: address({ sort: column }),
      isNumeric: column !== 'name',
      ariaSort: column === sort ? directionOf(column) : undefined,
    })),
    sorts: organisationSorts.map(column => ({
      text: sortLabels[column],
      href: address({ sort: column }),
      isCurrent: column === sort,
    })),
    rows: shown.map(organisation => organisationRow(organisation, organisations, counts)),
    empty: isKnownKind(kind) ? noOrganisations : unknownKind,
    isOfAllKinds: kind === undefined,
    kinds: kindLinks(organisations, kind),
    first: after === undefined ? undefined : address({}),
    next: last && address({ after: last.slug }),
  }
}

/** Whether `kind` is one of our kinds of organisation; no kind means all of them. */
export const isKnownKind = (kind: string | undefined): boolean => kind === undefined || isOrganisationKind(kind)

interface ListAddress {
  readonly kind: string | undefined
  readonly sort?: Sort
  readonly after?: string
}

const organisationsAddress = ({ kind, sort, after }: ListAddress): string =>
  withQuery('/organisations', { kind, sort: sort === DEFAULT_SORT ? undefined : sort, after })

const titleFor = (kind: string | undefined): string =>
  kind !== undefined && isOrganisationKind(kind) ? `Organisations: ${kindHeadings[kind]}` : 'Organisations'

const directionOf = (sort: Sort): 'ascending' | 'descending' => (sort === 'name' ? 'ascending' : 'descending')

function sortOrganisations(
  organisations: readonly Organisation[],
  counts: OrganisationList['counts'],
  sort: Sort,
): readonly Organisation[] {
  if (sort === 'name') return organisations
  const figure = ({ id }: Organisation): number => counts.get(id)?.[sort] ?? 0
  return organisations.toSorted((a, b) => figure(b) - figure(a) || a.name.localeCompare(b.name))
}

function organisationRow(
  organisation: Organisation,
  organisations: readonly Organisation[],
  counts: OrganisationList['counts'],
): OrganisationRow {
  const successor = organisations.find(({ id }) => id === organisation.successorId)
  return {
    link: organisationLink(organisation),
    kind: kindName(listedKind(organisation)),
    ended: endOf(organisation),
    successor: successor && organisationLink(successor),
    figures: figuresOf(counts.get(organisation.id)),
  }
}

function figuresOf(count: OrganisationCount | undefined): OrganisationRow['figures'] {
  if (!count) return undefined
  return [
    { label: headings.faced, pages: count.faced },
    { label: headings.resolved, pages: count.resolved },
    { label: headings.tried, pages: count.tried },
  ]
}

/** The kinds that have organisations. */
const kindLinks = (organisations: readonly Organisation[], current: string | undefined): readonly KindLink[] =>
  Object.entries(kindHeadings)
    .map(([kind, text]) => ({
      text,
      href: organisationsAddress({ kind }),
      organisations: organisations.filter(organisation => listedKind(organisation) === kind).length,
      isCurrent: kind === current,
    }))
    .filter(link => link.organisations > 0)

const noOrganisations: OrganisationListModel['empty'] = {
  text: 'No organisations are listed yet. To have yours listed, write to the address above.',
}

const unknownKind: OrganisationListModel['empty'] = {
  heading: 'This kind of organisation does not exist',
  text: 'Choose one from the list.',
  link: { href: '/organisations', text: 'All organisations' },
}
