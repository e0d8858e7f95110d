import Database from 'better-sqlite3'
import type { Person } from '../support/person.js'
import { beginWriting, publishPage } from '../support/writing.js'
import type { People } from './people.js'

/** Returns the status of the page that `act` leads to. */
async function statusAfter({ page }: Person, act: () => Promise<void>): Promise<number> {
  const answered = page.waitForResponse(
    response => response.request().isNavigationRequest() && (response.status() < 300 || response.status() >= 400),
  )
  await act()
  return (await answered).status()
}

/** Addresses that lead to an error: its status, when it comes, the address, and the heading of the page. */
export const wrongAddresses = [
  [400, 'for an address with a wrong parameter', '/review/unreviewed?after=nonsense', 'This address is not correct'],
  [404, 'for an address that does not exist', '/barriers/no-such-page', 'Page not found'],
  [404, 'for an address that cannot be decoded', '/barriers/%E0', 'Page not found'],
  [405, 'for an address that only accepts forms', '/account/passphrase', 'You cannot open this address'],
  [422, 'for a question without an answer', '/barriers/new?q=', 'What gets in the way?'],
] as const

/** A moderator opens one of `wrongAddresses`. */
export async function openWrongAddress(
  { signedIn, site }: People,
  status: number,
  address: string,
  heading: string,
): Promise<void> {
  const someone = await signedIn(site.accounts.moderator)
  expect(await statusAfter(someone, () => someone.open(address))).toBe(status)
  await someone.arrives(heading)
}

/** A member opens the form of a page that was archived. */
export async function editArchivedPage({ signedIn, site }: People): Promise<void> {
  const moderator = await signedIn(site.accounts.moderator)
  const address = await publishPage(moderator, 'barrier', 'It is over and archived')
  await moderator.follow('Archive')
  await moderator.select('Reason', 'Another reason')
  await moderator.press('Archive this page')
  await moderator.sees('Bring this page back')
  const member = await signedIn(site.accounts.member)
  expect(await statusAfter(member, () => member.open(`${address}/edit`))).toBe(409)
  await member.arrives('This barrier is archived')
}

/** Somebody sends a form whose session has ended. */
export async function signInFromEarlierSession({ visitor }: People): Promise<void> {
  const someone = await visitor()
  await someone.open('/sign-in')
  await someone.page.context().clearCookies()
  await someone.fill({ 'Email address': 'someone@anytown.example', Passphrase: 'whatever it was' })
  expect(await statusAfter(someone, () => someone.press('Sign in'))).toBe(403)
  await someone.sees('There is a problem', 'Enter your passphrase again')
}

/** Two moderators decide about the same suggestion. */
export async function decideTwice({ signedIn, registered, site }: People): Promise<void> {
  const author = await registered('sampleford', 'Sam')
  await beginWriting(author, 'barrier', 'Decided twice over')
  await author.press('Send this barrier for review')
  await author.sees('Sent for review')
  const review = new URL(author.page.url()).pathname.replace('/suggestions/', '/review/')
  const first = await signedIn(site.accounts.moderator)
  const second = await signedIn(site.accounts.admin)
  for (const moderator of [first, second]) {
    await moderator.open(review)
    await moderator.choose('Publish')
  }
  await first.press('Save decision')
  await first.arrives('Review')
  expect(await statusAfter(second, () => second.press('Save decision'))).toBe(409)
  await second.arrives(/Decided twice over/)
}

/** A member opens a report that they withdrew. */
export async function openWithdrawnReport({ signedIn, site }: People): Promise<void> {
  const member = await signedIn(site.accounts.member)
  await member.open('/barriers/visiting-staff-cannot-get-on-the-wifi')
  await member.press('We face this now')
  await member.sees('Report saved')
  const address = new URL(member.page.url()).pathname
  await member.press('Withdraw it')
  await member.sees('Report withdrawn')
  expect(await statusAfter(member, () => member.open(address))).toBe(410)
  await member.arrives('This report has been withdrawn')
}

/** A member sends more text than the service reads. */
export async function sendTooMuchText({ signedIn, site }: People): Promise<void> {
  const member = await signedIn(site.accounts.member)
  await beginWriting(member, 'barrier', 'Too much of it', { Text: '€'.repeat(600_000) })
  expect(await statusAfter(member, () => member.press('Send this barrier for review'))).toBe(413)
  await member.arrives('There is too much text')
}

/** A member sends a form while another process locks the database, and again after that. */
export async function sendToLockedDatabase({ signedIn, site }: People): Promise<void> {
  const member = await signedIn(site.accounts.member)
  await beginWriting(member, 'barrier', 'Held up for a while')
  const lock = new Database(site.databaseFile)
  lock.exec('begin immediate')
  try {
    expect(await statusAfter(member, () => member.press('Send this barrier for review'))).toBe(503)
  } finally {
    lock.exec('rollback')
    lock.close()
  }
  await member.arrives('Sorry, the service is unavailable')
  expect(await member.typedIn('Title')).toBe('Held up for a while')
  await member.press('Send it again')
  await member.sees('Sent for review')
}

/** A reader opens a page whose table is gone. */
export async function openWhileServiceFails({ visitor, site }: People): Promise<void> {
  const reader = await visitor()
  const other = new Database(site.databaseFile)
  other.exec('alter table activity rename to activity_gone')
  try {
    expect(await statusAfter(reader, () => reader.open('/activity'))).toBe(500)
  } finally {
    other.exec('alter table activity_gone rename to activity')
    other.close()
  }
  await reader.arrives('Sorry, something went wrong')
  await reader.sees('give this reference')
}

/** Somebody enters wrong passphrases until they have to wait. Nobody can sign in from this address for a while after it. */
export async function enterWrongPassphrases({ visitor }: People): Promise<void> {
  const someone = await visitor()
  await someone.open('/sign-in')
  const attempt = async (): Promise<number> => {
    await someone.fill({ 'Email address': 'someone@anytown.example', Passphrase: 'not the right one' })
    return statusAfter(someone, () => someone.press('Sign in'))
  }
  let status = await attempt()
  for (let times = 1; status === 422 && times <= 10; times++) status = await attempt()
  expect(status).toBe(429)
  await someone.sees('There were too many failed attempts')
}
