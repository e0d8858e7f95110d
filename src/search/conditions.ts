import type { Kind } from '../pages/index.js'
import { listOf, sql, type Sql } from './ask.js'

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

export const filterFields = ['kind', 'theme', 'tag', 'status', 'organisation', 'organisationKind'] as const

/**
 * SQL that is true of a position (`s`, of an organisation `o`) that may count under its organisation's kind: statements
 * that name the organisation may always; one that shows its kind only may where the kind is covered (three or more
 * organisations of it have members), since it would give the organisation away elsewhere. A barrier counts where it was
 * faced, a solution where it worked.
 */
export const countsUnderKind = (coveredKinds: readonly string[]): Sql => {
  const covered = listOf(coveredKinds)
  return sql(
    `(case when o.kind in ${covered.sql} then s.state else s.named_state end) in ('facing', 'worked-around', 'overcome', 'came-back', 'worked')`,
    ...covered.parameters,
  )
}

/** The id as an expression: as a column, SQLite would look up in the index every id of the list for every page found. */
const anyId = `(p.id || '')`

/** Which fields are asked of a page's own columns; the others are asked of what belongs to it. */
export const pageFields = ['kind', 'theme', 'status'] as const

/**
 * SQL that is true of a page (`p`, or by its `number` where that is known sooner) and its evidence (`e`) that the filters
 * let through; empty where they let through all.
 */
export function filterConditions(
  filters: Filters,
  coveredKinds: readonly string[],
  fields: readonly (keyof Filters)[] = filterFields,
  number?: string,
): readonly Sql[] {
  const where = (name: keyof Filters, make: (list: Sql) => Sql): readonly Sql[] => {
    const values = filters[name]
    return values && values.length > 0 && fields.includes(name) ? [make(listOf(values))] : []
  }
  const counted = countsUnderKind(coveredKinds)
  return [
    ...where('kind', list => sql(`p.kind in ${list.sql}`, ...list.parameters)),
    ...where('theme', list => sql(`p.theme in ${list.sql}`, ...list.parameters)),
    ...where('status', list => sql(`e.state in ${list.sql}`, ...list.parameters)),
    ...where('tag', list =>
      sql(`${anyId} in (select page_id from page_tag where tag in ${list.sql})`, ...list.parameters),
    ),
    // By name only through what names it: a statement that shows the kind only must not be found this way.
    ...where('organisation', list => {
      const named = `o.slug in ${list.sql} and s.named_state is not null`
      return sql(
        number === undefined
          ? `${anyId} in (select s.page_id from organisation o join organisation_position s on s.organisation_id = o.id where ${named})`
          : `${number} in (select f.seq from organisation o join organisation_position s on s.organisation_id = o.id join page_evidence f on f.page_id = s.page_id where ${named})`,
        ...list.parameters,
      )
    }),
    ...where('organisationKind', list =>
      sql(
        `e.organisations > 0 and exists (select 1 from organisation_position s join organisation o on o.id = s.organisation_id where s.page_id = p.id and o.kind in ${list.sql} and ${counted.sql})`,
        ...list.parameters,
        ...counted.parameters,
      ),
    ),
  ]
}
