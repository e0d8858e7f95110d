import type { Sql } from '../platform/database/index.js'
import { statesFoundByKind } from '../evidence/index.js'
import { filterFields, hasFilter, type FilterField, type Filters } from './filters.js'
import { listOf, sql } from './sql.js'

/**
 * Returns SQL that is true if the position `s` of an organisation `o` counts under the organisation's kind. Its state
 * must be one of `statesFoundByKind`, and it must not reveal an unnamed organisation. Statements that name their
 * organisation always qualify. Statements that show only its kind qualify if at least three organisations of that kind have
 * members, so that the kind is in `coveredKinds`.
 */
export const countsUnderOrganisationKind = (coveredKinds: readonly string[]): Sql => {
  const covered = listOf(coveredKinds)
  const found = listOf(statesFoundByKind)
  return sql(
    `(case when o.kind in ${covered.sql} then s.state else s.named_state end) in ${found.sql}`,
    ...covered.parameters,
    ...found.parameters,
  )
}

/** The id as an expression. For the plain column, SQLite would look up each id of the list for each page. */
const pageId = `(p.id || '')`

/**
 * Returns the SQL conditions on a page `p` and its evidence `e` for the filters on `fields`, or none if there are no such
 * filters. `seq` is an SQL expression for the page's number, if the query has it before it joins `p`.
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
    organisationKind: values => countedUnderOrganisationKind(values, coveredKinds),
  }
  return filterFields
    .filter(field => fields.includes(field) && hasFilter(filters, [field]))
    .map(field => conditions[field](listOf(filters[field]!)))
}

/** Matches only statements that name the organisation. Filtering by name must not reveal the others. */
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

function countedUnderOrganisationKind(organisationKinds: Sql, coveredKinds: readonly string[]): Sql {
  const counted = countsUnderOrganisationKind(coveredKinds)
  return sql(
    `e.organisations > 0 and exists (
       select 1 from organisation_position s join organisation o on o.id = s.organisation_id
       where s.page_id = p.id and o.kind in ${organisationKinds.sql} and ${counted.sql})`,
    ...organisationKinds.parameters,
    ...counted.parameters,
  )
}
