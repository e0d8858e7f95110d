import type { Db } from '../../src/platform/database/index.js'
import { engines } from '../support/databases.js'
import { migratedDatabase, type MigratedDatabase } from '../support/migrations.js'

/** As in version 0.1: a rejected suggestion, with each verdict about it, and the entries that the log has of them. */
const rows = [
  `insert into member (id, email, name, passphrase_hash, role, trust, organisation_id, shown_as, created_at)
    values ('m', 'ada@oakshire.example', 'Ada', 'x', 'moderator', 'trusted', null, 'kind', '2026')`,
  `insert into suggestion (id, page_id, kind, is_new, state, waiting_on, author_id, amendment, theme, created_at,
    changed_at, settled_at, published_number)
    values ('s', 'p', 'barrier', 1, 'rejected', 'moderator', 'm', 1, 'security', '2026', '2026', '2026', null)`,
  ...['ask', 'publish', 'refuse'].map(
    verdict => `insert into decision (id, suggestion_id, moderator_id, moderator_label, verdict, reason_code, sentence,
      seen_hash, at) values ('${verdict}', 's', 'm', 'Ada', '${verdict}', 'unclear', 'What is it?', 'h', '2026')`,
  ),
  ...['review.asked', 'review.published', 'review.refused'].map(
    verb => `insert into activity (id, at, verb, actor_id, actor_label, kind, suggestion_id, reason_code)
      values ('${verb}', '2026', '${verb}', 'm', 'Ada', 'barrier', 's', 'unclear')`,
  ),
]

describe.each(engines)('007-rejected on %s', engine => {
  let database: MigratedDatabase
  let db: Db
  beforeEach(async () => {
    database = await migratedDatabase(engine, '006-review-names', rows)
    db = database.db
  })
  afterEach(() => database.close())

  test('a decision to refuse becomes a decision to reject, with its reason and message, and the others stay', async () => {
    const decisions = db.selectFrom('decision').select(['id', 'verdict', 'reason_code', 'message']).orderBy('id')
    expect(await decisions.execute()).toEqual([
      { id: 'ask', verdict: 'request-changes', reason_code: 'unclear', message: 'What is it?' },
      { id: 'publish', verdict: 'publish', reason_code: 'unclear', message: 'What is it?' },
      { id: 'refuse', verdict: 'reject', reason_code: 'unclear', message: 'What is it?' },
    ])
  })

  test('the log says the same', async () => {
    const entries = db.selectFrom('activity').select(['id', 'verb', 'reason_code']).orderBy('id')
    expect(await entries.execute()).toEqual([
      { id: 'review.asked', verb: 'review.changes-requested', reason_code: 'unclear' },
      { id: 'review.published', verb: 'review.published', reason_code: 'unclear' },
      { id: 'review.refused', verb: 'review.rejected', reason_code: 'unclear' },
    ])
  })

  test('a rejected suggestion stays rejected', async () => {
    expect(await db.selectFrom('suggestion').select(['id', 'state', 'closed_at']).execute()).toEqual([
      { id: 's', state: 'rejected', closed_at: '2026' },
    ])
  })
})
