import type { Sql } from '../platform/database/index.js'
import type { Kind } from '../pages/index.js'
import { listOf, sql } from './sql.js'

/** What a search or list is narrowed to. Values of one field are alternatives; different fields must all hold. */
export interface Filters {
  readonly kind?: readonly Kind[]
  /** Slugs of themes. */
  readonly theme?: readonly string[]
  readonly tag?: readonly string[]
  /** Page states: see `page_evidence.state`. */
  readonly status?: readonly string[]
  /** Slugs of organisations. */
  readonly organisation?: readonly string[]
  readonly organisationKind?: readonly string[]
}

export type FilterField = keyof Filters

export const filterFields = ['kind', 'theme', 'tag', 'status', 'organisation', 'organisationKind'] as const

/** The fields that are columns of a candidate, so that they can be checked without asking the database again. */
export const pageFields = ['kind', 'theme', 'status'] as const

/** Whether any of `fields` is filtered. */
export const hasFilter = (filters: Filters, fields: readonly FilterField[] = filterFields): boolean =>
  fields.some(field => (filters[field]?.length ?? 0) > 0)

/**
 * SQL that holds for a position `s`, of an organisation `o`, that may be counted under the organisation's kind: it
 * reports a barrier as faced, or a solution as working, and counting it gives no unnamed organisation away. Statements
 * that name their organisation always qualify. Those that show only its kind qualify where the kind is covered, which
 * means that three or more organisations of it have members.
 */
export const countsUnderKind = (coveredKinds: readonly string[]): Sql => {
  const covered = listOf(coveredKinds)
  return sql(
    `(case when o.kind in ${covered.sql} then s.state else s.named_state end) in
       ('facing', 'worked-around', 'overcome', 'came-back', 'worked')`,
    ...covered.parameters,
  )
}

/** The id as an expression. Given the plain column, SQLite would look up every id of the list for every page found. */
const pageId = `(p.id || '')`

/**
 * Conditions on a page `p` and its evidence `e` that hold where the filters on `fields` let the page through; none
 * where nothing is filtered. `seq` is an expression for the page's number where that is known before `p` is joined.
 */
export function filterConditions(
  filters: Filters,
  coveredKinds: readonly string[],
  fields: readonly FilterField[] = filterFields,
  seq?: string,
): readonly Sql[] {
  const conditions: Readonly<Record<FilterField, (values: Sql) => Sql>> = {
    kind: values => sql(`p.kind in ${values.sql}`, ...values.parameters),
    theme: values => sql(`p.theme in ${values.sql}`, ...values.parameters),
    status: values => sql(`e.state in ${values.sql}`, ...values.parameters),
    tag: values => sql(`${pageId} in (select page_id from page_tag where tag in ${values.sql})`, ...values.parameters),
    organisation: values => namedBy(values, seq),
    organisationKind: values => countedUnder(values, coveredKinds),
  }
  return filterFields
    .filter(field => fields.includes(field) && hasFilter(filters, [field]))
    .map(field => conditions[field](listOf(filters[field]!)))
}

/** Only statements that name the organisation: one that shows only its kind must not be found by its name. */
function namedBy(slugs: Sql, seq: string | undefined): Sql {
  const positions = 'organisation o join organisation_position s on s.organisation_id = o.id'
  const named = `o.slug in ${slugs.sql} and s.named_state is not null`
  return sql(
    seq === undefined
      ? `${pageId} in (select s.page_id from ${positions} where ${named})`
      : `${seq} in (select f.seq from ${positions} join page_evidence f on f.page_id = s.page_id where ${named})`,
    ...slugs.parameters,
  )
}

function countedUnder(kinds: Sql, coveredKinds: readonly string[]): Sql {
  const counted = countsUnderKind(coveredKinds)
  return sql(
    `e.organisations > 0 and exists (
       select 1 from organisation_position s join organisation o on o.id = s.organisation_id
       where s.page_id = p.id and o.kind in ${kinds.sql} and ${counted.sql})`,
    ...kinds.parameters,
    ...counted.parameters,
  )
}
