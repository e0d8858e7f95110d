import type { Migration } from '../src/platform/database/index.js'

/** What the labels of members who are shown without their name began with. */
const STAFF = 'a member of staff at '
/** The label of those whose organisation nobody knew. */
const UNLISTED = 'a member whose organisation is not listed'

/**
 * Stores the name and the organisation of an author apart, so that a name cannot claim an organisation. Splits the labels
 * that were stored before, which the service made: only an organisation that the author's row names is taken out of one.
 */
export const attributions: Migration = {
  name: '013-attributions',
  statements: (_engine, text) => [
    ...['revision', 'suggestion_version'].flatMap(table => splitAuthorLabel(table, text)),
    ...splitActorLabel(text),
    `alter table page add column changed_by_name ${text}`,
    `alter table page add column changed_by_organisation ${text}`,
    `update page set
      changed_by_name = (select author_name from revision where revision.id = page.revision_id),
      changed_by_organisation = (select author_organisation from revision where revision.id = page.revision_id)`,
    `alter table page drop column changed_by`,
    ...['revision', 'suggestion_version'].map(table => `alter table ${table} drop column author_label`),
    `alter table activity drop column actor_label`,
  ],
}

function splitAuthorLabel(table: string, text: string): readonly string[] {
  const organisation = `(select name from organisation where organisation.id = ${table}.organisation_id)`
  const endsWithOrganisation =
    `length(author_label) > length(${organisation}) + 2 and ` +
    `substr(author_label, length(author_label) - length(${organisation}) - 1) = ', ' || ${organisation}`
  return [
    `alter table ${table} add column author_name ${text}`,
    `alter table ${table} add column author_organisation ${text}`,
    `update ${table} set author_name = author_label`,
    `update ${table} set
      author_name = substr(author_label, 1, length(author_label) - length(${organisation}) - 2),
      author_organisation = ${organisation}
      where shown_as = 'name' and organisation_id is not null and ${endsWithOrganisation}`,
    `update ${table} set author_name = null, author_organisation = substr(author_label, ${STAFF.length + 1})
      where shown_as <> 'name' and substr(author_label, 1, ${STAFF.length}) = '${STAFF}'`,
    `update ${table} set author_name = null where shown_as <> 'name' and author_label = '${UNLISTED}'`,
  ]
}

/** The log does not say how its actors chose to be shown: the text that they published or suggested says it. */
function splitActorLabel(text: string): readonly string[] {
  const sources = [
    `from revision source where source.page_id = activity.page_id and source.number = activity.number`,
    `from suggestion_version source where source.suggestion_id = activity.suggestion_id`,
    `from suggestion_version source join suggestion on suggestion.id = source.suggestion_id
      where suggestion.author_id = activity.actor_id and activity.verb = 'member.trusted'`,
  ].map(source => `${source} and source.author_label = activity.actor_label`)
  const set = (source: string): string => `update activity set
      actor_name = (select author_name ${source} limit 1),
      actor_organisation = (select author_organisation ${source} limit 1)
      where actor_name = actor_label and exists (select 1 ${source})`
  return [
    `alter table activity add column actor_name ${text}`,
    `alter table activity add column actor_organisation ${text}`,
    `update activity set actor_name = actor_label`,
    ...sources.map(set),
  ]
}
