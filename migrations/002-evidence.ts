import type { Migration } from '../src/platform/database/index.js'

export const evidence: Migration = {
  name: '002-evidence',
  statements: (_engine, text) => [
    `create table statement (
      id ${text} primary key,
      kind ${text} not null,
      page_id ${text} not null references page (id),
      organisation_id ${text} not null references organisation (id),
      member_id ${text} not null references member (id),
      state ${text} not null,
      other_id ${text} references page (id),
      revision_number integer,
      approved_by ${text} not null,
      weeks integer,
      cost integer,
      note ${text} not null,
      happened_on ${text} not null,
      shown_as ${text} not null,
      made_at ${text} not null,
      ended_at ${text},
      ended_how ${text}
    )`,
    `create index statement_standing on statement (page_id, organisation_id)`,
    `create index statement_newest on statement (page_id, happened_on, id)`,
    `create index statement_member on statement (member_id, page_id)`,
    `create index statement_organisation on statement (organisation_id)`,
    `create index statement_made on statement (kind, made_at)`,
    `create index statement_other on statement (other_id)`,

    `create table standing (
      page_id ${text} not null references page (id),
      organisation_id ${text} not null references organisation (id),
      state ${text} not null,
      other_id ${text},
      happened_on ${text} not null,
      since ${text} not null,
      people integer not null,
      voices ${text} not null,
      named_state ${text},
      primary key (page_id, organisation_id)
    )`,
    `create index standing_organisation on standing (organisation_id, page_id)`,
    `create index standing_newest on standing (page_id, happened_on, organisation_id)`,

    `create table page_evidence (
      seq integer primary key,
      page_id ${text} not null unique references page (id),
      state ${text} not null,
      organisations integer not null,
      people integer not null,
      past integer not null,
      counts ${text} not null,
      proof integer not null,
      newest_on ${text},
      proven_since ${text}
    )`,
    `create index page_evidence_state on page_evidence (state, seq)`,
    `create index page_evidence_faced on page_evidence (organisations, page_id)`,
    `create index page_evidence_proof on page_evidence (proof, page_id)`,
    `create index page_evidence_newest on page_evidence (newest_on, page_id)`,
    `create index page_evidence_proven on page_evidence (proven_since, page_id)`,
    `insert into page_evidence (seq, page_id, state, organisations, people, past, counts, proof)
      select seq, id, case kind when 'barrier' then 'waiting' else 'untried' end, 0, 0, 0, '{}', 0 from page`,
    `create index member_organisation on member (organisation_id)`,
  ],
}
