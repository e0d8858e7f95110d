import Database from 'better-sqlite3'
import type { Browser } from 'playwright-core'
import { launchChromium } from './chromium.js'
import { accountAt, person, type Circumstances, type Person } from './person.js'
import { beginWriting, published } from './writing.js'
import { demonstrationSite, type Account, type RunningSite } from './running-site.js'

/** Defines the tests of whole journeys in these circumstances. Each has its own test file, so that they run side by side. */
export function journeys(circumstances: Circumstances): void {
  let browser: Browser
  let site: RunningSite
  beforeAll(async () => {
    ;[browser, site] = await Promise.all([launchChromium(), demonstrationSite()])
  })
  afterAll(async () => {
    await browser.close()
    await site.stop()
  })

  const visitor = (): Promise<Person> => person(browser, site, circumstances)

  const peopleByAccount = new Map<Account, Person>()

  /** Signs in with one of the demonstration accounts, only once, because signing in is slow by design. */
  const signedIn = async (account: Account): Promise<Person> => {
    const someone = peopleByAccount.get(account) ?? (await visitor())
    if (!peopleByAccount.has(account)) await someone.signIn(account)
    peopleByAccount.set(account, someone)
    return someone
  }

  const registered = async (organisation: string, name: string): Promise<Person> => {
    const someone = await visitor()
    await someone.register(accountAt(organisation, name.toLowerCase()), name)
    return someone
  }

  test('a reader finds a proven workaround for a council from the home page', async () => {
    const reader = await visitor()
    await reader.open('/')
    await reader.fill({ 'What gets in your way?': 'websites blocked' })
    await reader.press('Search')
    await reader.arrives('Search results')
    await reader.follow('Websites are blocked by category')
    await reader.arrives('Websites are blocked by category')
    await reader.sees('Solutions', 'worked at 3 organisations: 2 councils and 1 NHS body')
    await reader.follow('Set up a staff panel to review the block list')
    await reader.arrives('Set up a staff panel to review the block list')
    await reader.sees('Proven', '2 councils')

    await reader.open('/')
    await reader.select('Kind of organisation', 'Councils')
    await reader.press('Show what worked')
    await reader.arrives('Solutions')
    await reader.choose(/^\s*Proven/)
    await reader.press('Apply filters')
    await reader.sees('remove the filter Councils', 'Set up a staff panel to review the block list')
  })

  test('a new member is warned of a likely duplicate, registers, and finds their barrier in “My suggestions”', async () => {
    const newcomer = await visitor()
    await newcomer.open('/')
    await newcomer.follow('Document a barrier')
    await newcomer.fill({ 'Describe it in a few words': 'websites blocked by the category they are in' })
    await newcomer.press('Continue')
    await newcomer.sees('Is it one of these?', 'Websites are blocked by category')
    await newcomer.follow('None of these: document a new barrier')
    await newcomer.arrives('Sign in')
    await newcomer.register(accountAt('northbank', 'newcomer'), 'Nora Newcomer')
    await newcomer.arrives('Document a new barrier')
    expect(await newcomer.typedIn('Title')).toBe('websites blocked by the category they are in')
    await newcomer.fill({
      Title: 'Maps are blocked as entertainment',
      Summary: 'Map sites do not open.',
      Text: '## What happens\n\nThe map stays grey.\n',
    })
    await newcomer.press('Send this barrier for review')
    await newcomer.sees('There is a problem', 'Choose a theme')
    expect(await newcomer.page.title()).toMatch(/^Error: /)
    expect(await newcomer.typedIn('Title')).toBe('Maps are blocked as entertainment')
    await newcomer.select('Theme', 'IT and access')
    await newcomer.press('Preview')
    await newcomer.sees('Preview: nothing is saved yet')
    await newcomer.press('Send this barrier for review')
    await newcomer.sees('Sent for review')
    await newcomer.goTo('My suggestions')
    await newcomer.arrives('My suggestions')
    await newcomer.sees('Maps are blocked as entertainment', 'Waiting for review')
  })

  test('a suggestion is found once its author has amended it and another moderator has published it', async () => {
    const author = await registered('anytown', 'Amos')
    await beginWriting(author, 'barrier', 'Fax machines are still demanded', {
      Text: '## What happens\n\nA form must be *faxed*.\n',
    })
    await author.press('Send this barrier for review')
    await author.sees('Sent for review')
    const suggestion = new URL(author.page.url()).pathname

    const reader = await visitor()
    await reader.open('/search?q=fax+machines+demanded')
    await reader.arrives('Search results')
    expect(await reader.page.getByText('Fax machines are still demanded').count()).toBe(0)

    const moderator = await signedIn(site.accounts.moderator)
    await moderator.goTo('Review')
    await moderator.follow('Fax machines are still demanded')
    await moderator.sees('The text as the author wrote it', 'A form must be *faxed*.', 'How the page will look')
    expect(
      await moderator.page
        .getByRole('main')
        .locator('em', { hasText: /^faxed$/ })
        .isVisible(),
    ).toBe(true)
    await moderator.choose('Request changes')
    await moderator.press('Save decision')
    await moderator.sees('There is a problem')
    await moderator.choose('Request changes')
    await moderator.fill({ 'Message to the author': 'Say whom it affects, please.' })
    await moderator.press('Save decision')
    await moderator.arrives('Review')

    await author.open('/account/suggestions')
    await author.sees('Changes requested', 'Say whom it affects, please.')
    await author.follow('Fax machines are still demanded')
    await author.follow('Edit your suggestion')
    await author.arrives('Edit your suggestion')
    await author.fill({
      Text: '## What happens\n\nA form must be *faxed*.\n\n## Who it affects\n\nEveryone without a fax.\n',
    })
    await author.press('Send the edited suggestion')
    await author.sees('Waiting for review')

    const another = await signedIn(site.accounts.admin)
    await another.open(suggestion.replace('/suggestions/', '/review/'))
    await another.sees('Everyone without a fax.', 'Say whom it affects, please.')
    await another.choose('Publish')
    await another.press('Save decision')
    await another.arrives('Review')

    await reader.open('/search?q=fax+machines+demanded')
    await reader.follow('Fax machines are still demanded')
    await reader.arrives('Fax machines are still demanded')
    await reader.sees('Everyone without a fax.')
    await author.open('/account/suggestions')
    await author.sees('Published')
  })

  // The other journeys use no other keys.
  if (circumstances.keyboard) return

  test('two people who edit a page at once lose no text, whether their changes merge or conflict', async () => {
    const first = await signedIn(site.accounts.moderator)
    const second = await signedIn(site.accounts.admin)
    const before = '## What happens\n\nThe first part.\n\n## Who it affects\n\nThe second part.\n'
    const address = await published(first, 'barrier', 'Two people write here', { Text: before })
    const openBothForms = async (): Promise<void> => {
      for (const writer of [first, second]) await writer.open(`${address}/edit`)
    }

    await openBothForms()
    await first.fill({ Text: before.replace('The first part.', 'The first part, by one.') })
    await first.press('Publish this change')
    await first.sees('The first part, by one.')
    await second.fill({ Text: before.replace('The second part.', 'The second part, by the other.') })
    await second.press('Publish this change')
    await second.sees('Merged and published', 'The first part, by one.', 'The second part, by the other.')

    await openBothForms()
    const current = await first.typedIn('Text')
    await first.fill({ Text: current.replace('by one.', 'by one again.') })
    await first.press('Publish this change')
    await first.sees('The first part, by one again.')
    await second.fill({ Text: current.replace('by one.', 'put otherwise.') })
    await second.press('Publish this change')
    await second.arrives('Someone changed this part while you were writing')
    await second.sees('The first part, by one again.', 'The first part, put otherwise.')
    const merged = await second.typedIn('Text')
    expect(merged).toContain('The first part, by one again.')
    expect(merged).toContain('The first part, put otherwise.')
    await second.press('Publish the merged page')
    await second.arrives('Two people write here')
    await second.sees(
      'The first part, by one again.',
      'The first part, put otherwise.',
      'The second part, by the other.',
    )
  })

  test('reports on the page and in search make a solution proven and appear on the page of the organisation', async () => {
    const author = await signedIn(site.accounts.moderator)
    const barrier = await published(author, 'barrier', 'Quokka printers jam weekly')
    await author.open(barrier)
    await author.follow('Know a solution? Add it')
    await author.fill({ 'Describe it in a few words': 'Lend the quokka printers away' })
    await author.press('Continue')
    await author.follow('ocument a new solution')
    await author.fill({ Summary: 'Somebody else has them.', Text: '## What to do\n\nLend them.\n' })
    await author.select('Theme', 'IT and access')
    await author.press('Publish this solution')
    await author.arrives('Lend the quokka printers away')
    const solution = new URL(author.page.url()).pathname

    const nat = await registered('northbank', 'Nat')
    await nat.open(barrier)
    await nat.press('We face this now')
    await nat.sees('We have added Northbank Example Council to the organisations facing this.')
    await nat.open(barrier)
    await nat.sees('You reported “Facing it” for', 'faced by 1 organisation')
    await nat.follow(/We tried this.*Lend the quokka printers away/)
    await nat.choose(/^\s*Worked/)
    await nat.fill({ 'A note (optional)': 'They never came back.' })
    await nat.press('Send report')
    await nat.sees('Report saved', 'They never came back.')

    const reader = await visitor()
    await reader.open(solution)
    await reader.sees('Worked, not proven yet')

    const anna = await registered('anytown', 'Anna')
    await anna.open('/search?q=quokka')
    await anna.press(/We face this now.*Quokka printers jam weekly/)
    await anna.sees('We have added Anytown Example Council to the organisations facing this.')
    await anna.open('/search?q=quokka')
    await anna.follow(/We tried this.*Lend the quokka printers away/)
    await anna.choose(/^\s*Worked/)
    await anna.press('Send report')
    await anna.sees('Report saved')

    await reader.open(solution)
    await reader.sees('Proven', 'worked at 2 organisations')
    await reader.open(barrier)
    await reader.sees('Has a proven solution', 'faced by 2 organisations')
    await reader.open(solution)
    await reader.follow('Northbank Example Council')
    await reader.arrives('Northbank Example Council')
    await reader.sees('Still in the way', 'Quokka printers jam weekly', 'Lend the quokka printers away')
  })

  test('an earlier revision can be compared and restored, and a renamed page is found at its old address', async () => {
    const author = await signedIn(site.accounts.moderator)
    const address = await published(author, 'barrier', 'Chairs are booked on paper', { Text: 'Ask Reception.\n' })
    await author.follow('Edit this page')
    await author.fill({ Title: 'Rooms are booked on paper', Text: 'Ask the porter.\n' })
    await author.press('Publish this change')
    await author.arrives('Rooms are booked on paper')
    const renamed = new URL(author.page.url()).pathname
    expect(renamed).not.toBe(address)

    const reader = await visitor()
    await reader.open(address)
    await reader.arrives('Rooms are booked on paper')
    expect(new URL(reader.page.url()).pathname).toBe(renamed)
    await reader.follow('History')
    await reader.sees('Revision 2', 'Revision 1', 'Current')
    await reader.press('Compare')
    await reader.arrives('Changes from revision 1 to revision 2')
    await reader.sees('Chairs are booked on paper', 'Rooms are booked on paper', 'Ask Reception.', 'Ask the porter.')

    await author.open(`${renamed}/revisions/1`)
    await author.follow('Restore this revision')
    await author.sees('The form holds the text of revision 1. Nothing changes until you send it.')
    await author.press('Publish this change')
    await author.arrives('Chairs are booked on paper')
    await author.sees('Ask Reception.')
    await reader.open(renamed)
    await reader.arrives('Chairs are booked on paper')
  })

  test('a member whose session ends while they write can sign in again and send the same text', async () => {
    const writer = await visitor()
    await writer.signIn(site.accounts.moderator)
    const address = await published(writer, 'barrier', 'The lift is out of order')
    await writer.open(`${address}/edit`)
    const text = 'Typed for an hour.\n\n\tWith a tab, “quotes” & <angles>.\n'
    await writer.fill({ Text: text })
    const elsewhere = await writer.page.context().newPage()
    await elsewhere.goto('/sign-out')
    await elsewhere.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
    await elsewhere.getByRole('link', { name: 'Sign in', exact: true }).waitFor()

    await writer.press('Publish this change')
    await writer.arrives('You have been signed out')
    expect(await writer.typedIn('Text')).toBe(text)
    const { email, passphrase } = site.accounts.moderator
    await writer.fill({ 'Email address': email, Passphrase: passphrase })
    await writer.press('Sign in and continue')
    await writer.arrives('You are signed in. Send your text')
    await writer.press('Send it now')
    await writer.arrives('The lift is out of order')
    await writer.sees('Typed for an hour.')
    await writer.open(`${address}/edit`)
    expect(await writer.typedIn('Text')).toBe(text)
  })

  describe('a page explains error', () => {
    /** Returns the status of the page that `act` leads to. */
    const statusAfter = async ({ page }: Person, act: () => Promise<void>): Promise<number> => {
      const answered = page.waitForResponse(
        response => response.request().isNavigationRequest() && (response.status() < 300 || response.status() >= 400),
      )
      await act()
      return (await answered).status()
    }

    test.each([
      [
        400,
        'for an address with a wrong parameter',
        '/review/unreviewed?after=nonsense',
        'This address is not correct',
      ],
      [404, 'for an address that does not exist', '/barriers/no-such-page', 'Page not found'],
      [404, 'for an address that cannot be decoded', '/barriers/%E0', 'Page not found'],
      [405, 'for an address that only accepts forms', '/account/passphrase', 'You cannot open this address'],
      [422, 'for a question without an answer', '/barriers/new?q=', 'What gets in the way?'],
    ])('%i %s', async (status, __, address, heading) => {
      const someone = await signedIn(site.accounts.moderator)
      expect(await statusAfter(someone, () => someone.open(address))).toBe(status)
      await someone.arrives(heading)
    })

    test('409 for an archived page that a member wants to edit', async () => {
      const moderator = await signedIn(site.accounts.moderator)
      const address = await published(moderator, 'barrier', 'It is over and archived')
      await moderator.follow('Archive')
      await moderator.select('Reason', 'Another reason')
      await moderator.press('Archive this page')
      await moderator.sees('Bring this page back')
      const member = await signedIn(site.accounts.member)
      expect(await statusAfter(member, () => member.open(`${address}/edit`))).toBe(409)
      await member.arrives('This barrier is archived')
    })

    test('403 for a form from an earlier session', async () => {
      const someone = await visitor()
      await someone.open('/sign-in')
      await someone.page.context().clearCookies()
      await someone.fill({ 'Email address': 'someone@anytown.example', Passphrase: 'whatever it was' })
      expect(await statusAfter(someone, () => someone.press('Sign in'))).toBe(403)
      await someone.sees('There is a problem', 'Enter your passphrase again')
    })

    test('409 for a suggestion that another moderator has decided in the meantime', async () => {
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
    })

    test('410 for a report that was withdrawn', async () => {
      const member = await signedIn(site.accounts.member)
      await member.open('/barriers/visiting-staff-cannot-get-on-the-wifi')
      await member.press('We face this now')
      await member.sees('Report saved')
      const address = new URL(member.page.url()).pathname
      await member.press('Withdraw it')
      await member.sees('Report withdrawn')
      expect(await statusAfter(member, () => member.open(address))).toBe(410)
      await member.arrives('This report has been withdrawn')
    })

    test('413 for far too much text', async () => {
      const member = await signedIn(site.accounts.member)
      await beginWriting(member, 'barrier', 'Too much of it', { Text: '€'.repeat(600_000) })
      expect(await statusAfter(member, () => member.press('Send this barrier for review'))).toBe(413)
      await member.arrives('There is too much text')
    })

    test('503 while another process locks the database, and loses nothing that was typed', async () => {
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
    })

    test('500 when the service fails', async () => {
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
    })

    // This test comes last, because nobody can sign in from this address for a while after it.
    test('429 after too many wrong passphrases', async () => {
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
    })
  })
}
