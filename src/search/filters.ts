import { slugOf } from '../platform/text.js'
import { isKind, normalisedTag, type Kind } from '../pages/index.js'
import { listOf, part, type Statement } from './ask.js'
import type { Query } from './query.js'

/** What a search or list is narrowed to. Several values of one field mean any of them; several fields mean all of them. */
export interface Filters {
  readonly kind?: readonly Kind[]
  /** Themes' slugs. */
  readonly theme?: readonly string[]
  readonly tag?: readonly string[]
  /** How pages stand: `page_evidence.state`. */
  readonly status?: readonly string[]
  /** Organisations' slugs. */
  readonly organisation?: readonly string[]
  readonly organisationKind?: readonly string[]
}

/** The filters in a query, in the form that values are stored in; what can be no value of its field is left out. */
export function filtersOf({ filters }: Query): Filters {
  const slugs = (values: readonly string[]): readonly string[] => values.map(slugOf).filter(slug => slug !== '')
  return withoutEmpty({
    kind: slugs(filters.kind).map(slug => slug.replace(/s$/, '')).filter(isKind), theme: slugs(filters.theme), tag: filters.tag.flatMap(tag => normalisedTag(tag) ?? []),
    status: slugs(filters.status), organisation: slugs(filters.organisation), organisationKind: slugs(filters['organisation-kind']),
  })
}

const names = ['kind', 'theme', 'tag', 'status', 'organisation', 'organisationKind'] as const

/** Both, field by field: what was typed and what was ticked. */
export const mergedFilters = (a: Filters, b: Filters): Filters =>
  withoutEmpty(Object.fromEntries(names.map(name => [name, [...new Set<string>([...(a[name] ?? []), ...(b[name] ?? [])])]])))

const withoutEmpty = (filters: Filters): Filters => Object.fromEntries(Object.entries(filters).filter(([, values]: [string, readonly string[]]) => values.length > 0))

/**
 * SQL that is true of a standing (`s`, of an organisation `o`) that may count under its organisation's kind: statements
 * that name the organisation may always; one that shows its kind only may where the kind is covered (three or more
 * organisations of it have members), since it would give the organisation away elsewhere. A barrier counts where it was
 * faced, a solution where it worked.
 */
export const mayCountUnderKind = (coveredKinds: readonly string[]): Statement => {
  const covered = listOf(coveredKinds)
  return part(`(case when o.kind in ${covered.sql} then s.state else s.named_state end) in ('facing', 'worked-around', 'overcome', 'came-back', 'worked')`, ...covered.parameters)
}

/** Which fields are asked of a page's own columns; the others are asked of what belongs to it. */
export const ownFields = ['kind', 'theme', 'status'] as const

/** SQL that is true of a page (`p`) and its evidence (`e`) that the filters let through; empty where they let through all. */
export function conditions(filters: Filters, coveredKinds: readonly string[], fields: readonly (keyof Filters)[] = names): readonly Statement[] {
  const where = (name: keyof Filters, make: (list: Statement) => Statement): readonly Statement[] => {
    const values = filters[name]
    return values && values.length > 0 && fields.includes(name) ? [make(listOf(values))] : []
  }
  const counted = mayCountUnderKind(coveredKinds)
  return [
    ...where('kind', list => part(`p.kind in ${list.sql}`, ...list.parameters)),
    ...where('theme', list => part(`p.theme in ${list.sql}`, ...list.parameters)),
    ...where('status', list => part(`e.state in ${list.sql}`, ...list.parameters)),
    ...where('tag', list => part(`p.id in (select page_id from page_tag where tag in ${list.sql})`, ...list.parameters)),
    // By name only through what names it: a statement that shows the kind only must not be found this way.
    ...where('organisation', list => part(`p.id in (select s.page_id from organisation o join standing s on s.organisation_id = o.id where o.slug in ${list.sql} and s.named_state is not null)`, ...list.parameters)),
    ...where('organisationKind', list => part(`p.id in (select s.page_id from organisation o join standing s on s.organisation_id = o.id where o.kind in ${list.sql} and ${counted.sql})`, ...list.parameters, ...counted.parameters)),
  ]
}
