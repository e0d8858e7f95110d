import type { Response } from 'supertest'
import {
  addressOf,
  contentFromRow,
  findPageById,
  type Content,
  type Kind,
  type PageHead,
} from '../../src/pages/index.js'
import { newId } from '../../src/platform/ids.js'
import { publish, documentPage } from '../../src/review/index.js'
import { byName, type Member } from '../../src/accounts/index.js'
import { formIn, type Form } from './html.js'
import { pageFields, type Browser } from './browser.js'
import type { TestSite } from './site.js'

type Fields = Form['fields']

/** Returns the id of the suggestion that a form created. */
export function suggestionIn(response: Response): string {
  const location = response.headers['location'] ?? ''
  if (!location.startsWith('/suggestions/')) throw new Error(`no suggestion came of it: ${response.status} ${location}`)
  return location.slice('/suggestions/'.length)
}

/** Documents a new page through the form, even if another page has its title. Returns the suggestion's id. */
export async function suggestNew(
  author: Browser,
  fields: Fields = {},
  kind: 'barriers' | 'solutions' = 'barriers',
): Promise<string> {
  const sent = await author.submitForm(`/${kind}/new/write`, pageFields(fields))
  if (!sent.text.includes('name="sameTitleAs"')) return suggestionIn(sent)
  const warned = formIn(sent.text)
  return suggestionIn(await author.send(warned.action, { ...warned.fields, intent: 'save' }))
}

/** Suggests a change to a page through the form. Returns the suggestion's id. */
export const suggestChange = async (author: Browser, page: PageHead, changes: Fields): Promise<string> =>
  suggestionIn(await author.submitForm(`${addressOf(page)}/edit`, changes))

/** Decides about a suggestion through the form. */
export const decideBy = (moderator: Browser, id: string, verdict: string, fields: Fields = {}): Promise<Response> =>
  moderator.submitForm(`/review/${id}`, { verdict, ...fields })

/** Publishes a further revision of a page by another author, without the forms. */
export async function republish(
  site: TestSite,
  page: PageHead,
  changes: Partial<Content>,
  label = 'Somebody else',
): Promise<PageHead> {
  const { db } = site.deps
  const now = (await findPageById(db, page.id))!
  const row = await db.selectFrom('page').selectAll().where('id', '=', page.id).executeTakeFirstOrThrow()
  await db.transaction(tx =>
    publish(tx, db.engine, {
      pageId: page.id,
      kind: page.kind,
      content: { ...contentFromRow(row), ...changes },
      baseRevisionId: now.revisionId,
      how: 'sample',
      note: '',
      publishedAt: site.clock.now(),
      now: site.clock.now(),
      author: { authorId: null, attribution: byName(label), organisationId: null, shownAs: 'kind' },
    }),
  )
  return (await findPageById(db, page.id))!
}

/** Creates a suggestion without the forms, for tests that need many. */
export const suggestQuietly = (
  site: TestSite,
  author: Member,
  kind: Kind,
  content: Partial<Content> = {},
): Promise<unknown> =>
  documentPage(site.deps, author, kind, {
    content: {
      title: 'A page',
      summary: 'In short.',
      theme: 'security',
      tags: [],
      links: [],
      body: 'Text.\n',
      ...content,
    },
    shownAs: 'organisation',
    note: '',
    key: newId(),
  })

/** Returns the stored state of a suggestion, and how many decisions there are about it. */
export async function storedState(
  site: TestSite,
  id: string,
): Promise<{
  readonly state: string
  readonly waitingOn: string
  readonly versions: number
  readonly decisions: number
}> {
  const { db } = site.deps
  const row = await db.selectFrom('suggestion').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const decisions = await db.selectFrom('decision').select('id').where('suggestion_id', '=', id).execute()
  return { state: row.state, waitingOn: row.waiting_on, versions: row.version, decisions: decisions.length }
}
