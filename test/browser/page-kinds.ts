import Database from 'better-sqlite3'
import type { Person } from './support/person.js'
import type { AnySite, Role } from './support/running-site.js'
import { beginWriting, publishPage } from './support/writing.js'

/** The addresses of pages created on the full site. */
export interface Places {
  /** The barrier and the solution have two revisions each. */
  readonly barrier: string
  readonly solution: string
  /** A barrier whose text uses everything that Markdown offers. */
  readonly rich: string
  /** A suggestion by the member, amended once; `review` is the page for reviewing it. */
  readonly suggestion: string
  readonly review: string
  /** The review page of a suggestion that conflicts with a later change. */
  readonly conflict: string
  readonly report: string
  readonly trial: string
  /** An archived page. */
  readonly archived: string
  /** A withdrawn report. */
  readonly withdrawn: string
  /** A one-time link. */
  readonly passphrase: string
  /** One-time links for spare accounts, which tests use up. */
  readonly unused: string[]
  readonly firstAdmin: string
  readonly invitation: string
  /** The page on which an admin blocks a member. */
  readonly block: string
}

/** The steps that lead to a page. */
type Act = (someone: Person, site: AnySite) => Promise<void>

/** A page in a state: the site it is on, and the address or the steps that lead to it. */
export interface State {
  readonly on: 'full' | 'empty'
  readonly reach: (places: Places) => string | Act
  /** The expected status, by default 200; `error` is any from 400. */
  readonly status?: number | 'error'
  /** Whether this is the page as most people see it. */
  readonly isUsual?: boolean
}

/** A person without an account, or a member of no listed organisation. */
export type Stranger = 'visitor' | 'unlisted'

export interface PageKind {
  readonly as: Role | Stranger
  /** The page with nothing on it, or as little as possible. */
  readonly empty?: State
  readonly full?: State
  /** The page for a mistake in the form or in the address. */
  readonly error?: State
  /** Other states of the page, by name. */
  readonly also?: Readonly<Record<string, State>>
}

/** An address that may contain names of places: `{barrier}/history`. */
type Address = string

const addressIn = (address: Address, places: Places): string =>
  address.replace(/\{(\w+)\}/g, (_, name: Exclude<keyof Places, 'unused'>) => places[name])

const at = (address: Address): State => ({ on: 'full', reach: places => addressIn(address, places) })

/** An address on the site that has accounts and nothing else. */
const fresh = (address: Address): State => ({ on: 'empty', reach: places => addressIn(address, places) })

/** The page after its form was filled in and sent. */
const sent = (
  address: Address,
  button: string | RegExp,
  fields: Readonly<Record<string, string>> = {},
  on: State['on'] = 'full',
): State => ({
  on,
  reach: places => async someone => {
    await someone.open(addressIn(address, places))
    await someone.fill(fields)
    await someone.press(button)
  },
})

const SAMPLE_BARRIER = '/barriers/websites-are-blocked-by-category'
const SAMPLE_SOLUTION = '/solutions/set-up-a-staff-panel-to-review-the-block-list'

const doing = (act: (someone: Person, site: AnySite, places: Places) => Promise<void>, status?: number): State => ({
  on: 'full',
  ...(status === undefined ? {} : { status }),
  reach: places => (someone, site) => act(someone, site, places),
})

const answering = (status: number, state: State): State => ({ ...state, status })

/** The page after somebody else changed the same lines. */
const conflicting: State = {
  on: 'full',
  status: 409,
  reach:
    ({ barrier }) =>
    async someone => {
      await someone.open(`${barrier}/edit`)
      const other = await someone.page.context().newPage()
      await other.goto(`${barrier}/edit`)
      const text = `It works by day, said ${crypto.randomUUID()}.`
      await other.getByLabel('Text', { exact: true }).fill(`## What happens\n\n${text}\n`)
      await other.getByRole('button', { name: 'Publish this change' }).click()
      await other.getByText(text).first().waitFor()
      await other.close()
      await someone.fill({ Text: '## What happens\n\nIt works by night.\n' })
      await someone.press('Publish this change')
      await someone.arrives('Someone changed this part while you were writing')
    },
}

/** The page after the session ended while its reader was writing. */
const signedOut: State = doing(async someone => {
  const context = someone.page.context()
  const cookies = await context.cookies()
  await someone.open(`${SAMPLE_BARRIER}/edit`)
  await context.clearCookies()
  await someone.press('Publish this change')
  await someone.arrives('You have been signed out')
  await context.addCookies(cookies)
}, 403)

/** The page after signing in again where the session had ended. */
const sendAgain: State = doing(async (someone, site) => {
  await someone.open('/account')
  const context = someone.page.context()
  const cookies = await context.cookies()
  await someone.open(`${SAMPLE_BARRIER}/edit`)
  await context.clearCookies()
  await someone.press('Publish this change')
  const { email, passphrase } = site.accounts.moderator
  await someone.fill({ 'Email address': email, Passphrase: passphrase })
  await someone.press('Sign in and continue')
  await someone.arrives('You are signed in. Send your text')
  await context.clearCookies()
  await context.addCookies(cookies)
})

/** The page with the notice that these steps lead to. */
const noticed = (heading: string, act: (someone: Person, site: AnySite, places: Places) => Promise<void>): State =>
  doing(async (someone, site, places) => {
    await act(someone, site, places)
    await someone.page.getByRole('alert').filter({ hasText: heading }).waitFor()
  })

/** Every address that answers with a page, in all its states. `none` says why an address has no page. */
export const pageKinds: Readonly<Record<string, PageKind | { readonly none: string }>> = {
  '/about': { as: 'visitor', full: at('/about') },
  '/accessibility': { as: 'visitor', full: at('/accessibility') },
  '/privacy': { as: 'visitor', full: at('/privacy') },
  '/cookies': { as: 'visitor', full: at('/cookies') },
  '/contact': { as: 'visitor', full: at('/contact') },
  '/help/markdown': { as: 'visitor', full: at('/help/markdown') },
  '/robots.txt': { none: 'text' },
  '/.well-known/security.txt': { none: 'text' },
  '/sign-in/with-text': { none: 'redirect' },
  '/health/live': { none: 'text' },
  '/suggestions/:id/amendments/:number': { none: 'redirect' },
  '/health/ready': { none: 'text' },

  '/sign-in': {
    as: 'visitor',
    full: at('/sign-in'),
    error: sent('/sign-in', 'Sign in'),
    also: {
      'wrong passphrase': answering(
        422,
        sent('/sign-in', 'Sign in', { 'Email address': 'nobody@anytown.example', Passphrase: 'not the right one' }),
      ),
      'from an earlier session': doing(async someone => {
        await someone.open('/sign-in')
        await someone.page.context().clearCookies()
        await someone.press('Sign in')
        await someone.sees('There is a problem')
      }, 403),
      'after a new passphrase': doing(async (someone, _, places) => {
        await someone.open(places.unused.pop()!)
        await someone.fill({ 'New passphrase': `brisk otter paints ${crypto.randomUUID()}` })
        await someone.press('Change passphrase')
        await someone.sees('Your passphrase has changed. Sign in with the new one.')
      }),
    },
  },
  '/sign-out': { as: 'member', full: at('/sign-out') },
  '/register': {
    as: 'visitor',
    full: at('/register'),
    error: sent('/register', 'Create account'),
    also: {
      'from an earlier session': doing(async someone => {
        await someone.open('/register')
        await someone.page.context().clearCookies()
        await someone.press('Create account')
        await someone.sees('There is a problem')
      }, 403),
    },
  },
  '/invitation/:secret': {
    as: 'visitor',
    full: at('{invitation}'),
    error: sent('{invitation}', 'Create account'),
  },
  '/first-admin/:secret': {
    as: 'visitor',
    full: fresh('{firstAdmin}'),
    error: sent('{firstAdmin}', 'Create account', {}, 'empty'),
  },
  '/passphrase/:secret': { as: 'visitor', full: at('{passphrase}'), error: sent('{passphrase}', 'Change passphrase') },
  '/account': {
    as: 'member',
    empty: fresh('/account'),
    full: at('/account'),
    error: sent('/account', 'Save', { 'Your name': '' }),
    also: {
      saved: doing(async someone => {
        await someone.open('/account')
        await someone.press('Save')
        await someone.sees('Nothing changed')
      }),
    },
  },
  '/account/evidence': { as: 'member', empty: fresh('/account/evidence'), full: at('/account/evidence') },
  '/account/suggestions': {
    as: 'member',
    empty: fresh('/account/suggestions'),
    full: at('/account/suggestions'),
    error: at('/account/suggestions?after=x'),
  },

  '/organisations': {
    as: 'visitor',
    empty: fresh('/organisations'),
    full: at('/organisations'),
    error: at('/organisations?sort=nonsense'),
  },
  '/organisations/:slug': {
    as: 'visitor',
    empty: at('/organisations/leeds-city-council'),
    full: at('/organisations/exampleshire-council'),
    error: at('/organisations/none-such'),
    also: { ended: at('/organisations/mockbridge-example-district-council') },
  },
  '/blocked-where': {
    as: 'visitor',
    empty: fresh('/blocked-where'),
    full: at('/blocked-where'),
    error: at('/blocked-where?theme=none-such'),
  },
  '/blocked-where.csv': { none: 'a file' },

  '/barriers/:slug/reports': {
    as: 'visitor',
    empty: at('{barrier}/reports'),
    full: at(`${SAMPLE_BARRIER}/reports`),
    error: at(`${SAMPLE_BARRIER}/reports?after=x`),
  },
  '/barriers/:slug/reports/new': {
    as: 'member',
    full: at(`${SAMPLE_BARRIER}/reports/new`),
    error: sent(`${SAMPLE_BARRIER}/reports/new`, 'Send report', { 'Date (optional)': 'long ago' }),
  },
  '/reports/:id': {
    as: 'member',
    full: at('{report}'),
    error: sent('{report}', 'Save changes', { 'Date (optional)': 'long ago' }),
    also: { withdrawn: answering(410, at('{withdrawn}')) },
  },
  '/reports/:id/remove': { as: 'moderator', full: at('{report}/remove'), error: sent('{report}/remove', 'Remove it') },
  '/solutions/:slug/trials': {
    as: 'visitor',
    empty: at('{solution}/trials'),
    full: at(`${SAMPLE_SOLUTION}/trials`),
    error: at(`${SAMPLE_SOLUTION}/trials?after=x`),
  },
  '/solutions/:slug/trials/new': {
    as: 'member',
    full: at(`${SAMPLE_SOLUTION}/trials/new`),
    error: sent(`${SAMPLE_SOLUTION}/trials/new`, 'Send report'),
  },
  '/trials/:id': {
    as: 'member',
    full: at('{trial}'),
    error: sent('{trial}', 'Save changes', { 'How many weeks did it take?': 'a few' }),
  },
  '/trials/:id/remove': { as: 'moderator', full: at('{trial}/remove'), error: sent('{trial}/remove', 'Remove it') },

  '/barriers/new': {
    as: 'visitor',
    empty: fresh('/barriers/new'),
    full: at('/barriers/new?q=websites+blocked'),
    error: sent('/barriers/new', 'Continue'),
  },
  '/barriers/new/write': {
    as: 'member',
    full: at('/barriers/new/write'),
    error: sent('/barriers/new/write', 'Send this barrier for review'),
  },
  '/barriers/:slug/edit': {
    as: 'moderator',
    full: at(`${SAMPLE_BARRIER}/edit`),
    error: sent(`${SAMPLE_BARRIER}/edit`, 'Publish this change', { Title: '', Text: '' }),
    also: {
      preview: doing(async someone => {
        await someone.open(`${SAMPLE_BARRIER}/edit`)
        await someone.press('Preview')
        await someone.sees('Preview: nothing is saved yet')
      }),
      found: sent(`${SAMPLE_BARRIER}/edit`, 'Find', { 'Find a solution to link': 'staff' }),
      conflict: conflicting,
      'signed out': signedOut,
      'signed in again': sendAgain,
      restoring: at('{solution}/edit?restore=1'),
    },
  },
  '/solutions/new': {
    as: 'visitor',
    empty: fresh('/solutions/new'),
    full: at('/solutions/new?q=staff+panel'),
    error: sent('/solutions/new', 'Continue'),
  },
  '/solutions/new/write': {
    as: 'member',
    full: at('/solutions/new/write'),
    error: sent('/solutions/new/write', 'Send this solution for review'),
  },
  '/solutions/:slug/edit': {
    as: 'moderator',
    full: at(`${SAMPLE_SOLUTION}/edit`),
    error: sent(`${SAMPLE_SOLUTION}/edit`, 'Publish this change', { Title: '', Text: '' }),
  },

  '/suggestions/:id': {
    as: 'member',
    full: at('{suggestion}'),
    error: at('/suggestions/none-such'),
    also: {
      'just sent': noticed('Sent for review', async someone => {
        await beginWriting(someone, 'barrier', `Sent a moment ago ${crypto.randomUUID()}`)
        await someone.press('Send this barrier for review')
      }),
    },
  },
  '/suggestions/:id/versions/:number': {
    as: 'member',
    full: at('{suggestion}/versions/2'),
    error: at('{suggestion}/versions/99'),
  },
  '/suggestions/:id/amend': {
    as: 'member',
    full: at('{suggestion}/amend'),
    error: sent('{suggestion}/amend', 'Send the edited suggestion', { Title: '' }),
  },
  '/review': { as: 'moderator', empty: fresh('/review'), full: at('/review'), error: at('/review?after=x') },
  '/review/unreviewed': {
    as: 'moderator',
    empty: fresh('/review/unreviewed'),
    full: at('/review/unreviewed'),
    error: at('/review/unreviewed?after=x'),
  },
  '/review/:id': { as: 'moderator', full: at('{review}'), error: sent('{review}', 'Save decision') },
  '/review/:id/resolve': {
    as: 'moderator',
    full: at('{conflict}/resolve'),
    also: { review: at('{conflict}') },
    error: sent('{conflict}/resolve', 'Save the merged text', { Title: '' }),
  },
  '/moderation-log': {
    as: 'visitor',
    empty: fresh('/moderation-log'),
    full: at('/moderation-log'),
    error: at('/moderation-log?after=x'),
  },
  '/barriers/:slug/archive': {
    as: 'moderator',
    full: at(`${SAMPLE_BARRIER}/archive`),
    error: sent(`${SAMPLE_BARRIER}/archive`, 'Archive this page'),
  },
  '/solutions/:slug/archive': {
    as: 'moderator',
    full: at(`${SAMPLE_SOLUTION}/archive`),
    error: sent(`${SAMPLE_SOLUTION}/archive`, 'Archive this page'),
  },
  '/admin/members': {
    as: 'admin',
    empty: at('/admin/members?q=nobody'),
    full: at('/admin/members'),
    error: at('/admin/members?after=x'),
  },
  '/admin/invitations': { as: 'admin', full: at('/admin/invitations') },
  '/admin/log': { as: 'admin', full: at('/admin/log') },
  '/admin/members/:id/block': { as: 'admin', full: at('{block}'), error: sent('{block}', 'Block') },
  '/admin/suggestions/:id/author/block': { as: 'admin', full: at('/admin{suggestion}/author/block') },
  '/admin/synonyms': {
    as: 'moderator',
    empty: fresh('/admin/synonyms'),
    full: at('/admin/synonyms'),
    error: sent('/admin/synonyms', 'Add group', { 'Terms, separated by commas': 'alone' }),
  },

  '/search': {
    as: 'visitor',
    empty: at('/search?q=zyzzyva'),
    full: at('/search?q=websites+blocked'),
    error: at('/search?q=websites&q=twice'),
    also: {
      'before a search': at('/search'),
      'with filters': at('/search?q=staff&status=proven&organisation-kind=council'),
      'an error in its words': at('/search?q=webstie'),
    },
  },
  '/barriers/:slug/history': {
    as: 'visitor',
    full: at('{barrier}/history'),
    error: at('{barrier}/compare?from=1&to=none'),
  },
  '/barriers/:slug/revisions/:number': {
    as: 'visitor',
    full: at('{barrier}/revisions/1'),
    error: at('{barrier}/revisions/99'),
  },
  '/barriers/:slug/compare': {
    as: 'visitor',
    empty: at('{barrier}/compare?from=1&to=1'),
    full: at('{barrier}/compare?from=1&to=2'),
    error: at('{barrier}/compare?from=1&to=99'),
  },
  '/solutions/:slug/history': {
    as: 'visitor',
    full: at('{solution}/history'),
    error: at('{solution}/history?before=x'),
  },
  '/solutions/:slug/revisions/:number': {
    as: 'visitor',
    full: at('{solution}/revisions/1'),
    error: at('{solution}/revisions/99'),
  },
  '/solutions/:slug/compare': {
    as: 'visitor',
    empty: at('{solution}/compare?from=1&to=1'),
    full: at('{solution}/compare?from=1&to=2'),
    error: at('{solution}/compare'),
  },

  '/': { as: 'visitor', empty: fresh('/'), full: at('/') },
  '/activity': { as: 'visitor', empty: fresh('/activity'), full: at('/activity'), error: at('/activity?after=x') },
  '/barriers/:slug/activity': {
    as: 'visitor',
    full: at('{barrier}/activity'),
    error: at('/barriers/none-such/activity'),
  },
  '/solutions/:slug/activity': {
    as: 'visitor',
    full: at('{solution}/activity'),
    error: at('/solutions/none-such/activity'),
  },
  '/barriers': {
    as: 'visitor',
    empty: fresh('/barriers'),
    full: at('/barriers'),
    error: at('/barriers?after=x'),
    also: { filtered: at('/barriers?theme=security&tag=none-such') },
  },
  '/solutions': { as: 'visitor', empty: fresh('/solutions'), full: at('/solutions'), error: at('/solutions?after=x') },
  '/barriers/:slug': {
    as: 'member',
    empty: at('{barrier}'),
    full: at(SAMPLE_BARRIER),
    error: at('/barriers/none-such'),
    also: {
      'with all of Markdown': at('{rich}'),
      archived: at('{archived}'),
      'just reported': noticed('Report saved', async (someone, _, places) => {
        await someone.open(`${places.solution}/trials/new`)
        await someone.choose(/^Worked/)
        // Two equal reports within a minute are one.
        await someone.fill({ 'A note (optional)': `At ${Date.now()}` })
        await someone.press('Send report')
      }),
      'just withdrawn': noticed('Report withdrawn', async (someone, _, places) => {
        await someone.open(`${places.rich}/reports/new`)
        await someone.choose(/^Facing it/)
        await someone.fill({ 'A note (optional)': `At ${Date.now()}` })
        await someone.press('Send report')
        await someone.follow('Correct or withdraw it')
        await someone.press('Withdraw it')
      }),
    },
  },
  '/solutions/:slug': {
    as: 'member',
    empty: at('{solution}'),
    full: at(SAMPLE_SOLUTION),
    error: at('/solutions/none-such'),
  },
}

/** Pages without an address of their own. The order matters: the last ones break the site for every later page. */
export const otherFaces: Readonly<Record<string, State & { readonly as: PageKind['as'] }>> = {
  'a page that was just published': {
    as: 'moderator',
    ...noticed('Published', async someone => {
      await publishPage(someone, 'barrier', `Published a moment ago ${crypto.randomUUID()}`)
    }),
  },
  'the account of a member of no listed organisation': { as: 'unlisted', ...at('/account') },
  'a report by a member of no listed organisation': {
    as: 'unlisted',
    ...answering(403, at(`${SAMPLE_BARRIER}/reports/new`)),
  },
  'an action that needs signing in': { as: 'visitor', ...at(`${SAMPLE_BARRIER}/edit`) },
  'an address for moderators only': { as: 'member', ...answering(404, at('/review')) },
  'an archived page that the member may not change': { as: 'member', ...answering(409, at('{archived}/edit')) },
  'an address that cannot be decoded': { as: 'visitor', ...answering(404, at('/barriers/%E0')) },
  'an address that only accepts forms': { as: 'member', ...answering(405, at('/account/passphrase')) },
  'too much text': {
    as: 'member',
    ...doing(async someone => {
      await beginWriting(someone, 'barrier', 'Too much of it', { Text: '€'.repeat(600_000) })
      await someone.press('Send this barrier for review')
      await someone.arrives('There is too much text')
    }, 413),
  },
  'too many cookies': {
    as: 'visitor',
    ...doing(async (someone, { address }) => {
      const context = someone.page.context()
      await context.addCookies(
        Array.from({ length: 6 }, (_, n) => ({ name: `much${n}`, value: 'x'.repeat(3_500), url: address })),
      )
      await someone.open('/about')
      await context.clearCookies()
    }, 431),
  },
  'too many wrong passphrases': {
    as: 'visitor',
    ...doing(async someone => {
      await someone.open('/sign-in')
      for (
        let times = 0;
        times < 12 && !(await someone.page.getByText('There were too many failed attempts').isVisible());
        times++
      ) {
        await someone.fill({ 'Email address': 'someone@anytown.example', Passphrase: 'not the right one' })
        await someone.press('Sign in')
      }
      await someone.sees('There were too many failed attempts')
    }, 429),
  },
  'a locked database': {
    as: 'member',
    ...doing(async (someone, { databaseFile }) => {
      await beginWriting(someone, 'barrier', 'Held up for a while')
      const lock = new Database(databaseFile)
      lock.exec('begin immediate')
      try {
        await someone.press('Send this barrier for review')
      } finally {
        lock.exec('rollback')
        lock.close()
      }
      await someone.arrives('Sorry, the service is unavailable')
    }, 503),
  },
  'a failure of the service': {
    as: 'visitor',
    ...doing(async (someone, { databaseFile }) => {
      const other = new Database(databaseFile)
      other.exec('alter table activity rename to activity_gone')
      try {
        await someone.open('/activity')
      } finally {
        other.exec('alter table activity_gone rename to activity')
        other.close()
      }
    }, 500),
  },
}

/** Lists every state of the pages that these readers see: its address, its name, and who sees it. */
export const statesOf = (isFor: (reader: PageKind['as']) => boolean) =>
  Object.entries(pageKinds).flatMap(([path, kind]) =>
    'none' in kind || !isFor(kind.as)
      ? []
      : namedStates(kind).map(([name, state]) => [path, name, kind.as, state] as const),
  )

const namedStates = ({ empty, full, error, also }: PageKind): readonly (readonly [string, State])[] => [
  ...(empty ? [['empty', empty] as const] : []),
  ...(full ? [['full', { ...full, isUsual: true }] as const] : []),
  ...(error ? [['error', { status: 'error', ...error }] as const] : []),
  ...Object.entries(also ?? {}),
]
