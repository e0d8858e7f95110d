import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { launchChromium } from './support/chromium.js'
import { htmlFaults } from './support/html-faults.js'
import { axeFaults, focusFaults, scrollFaults } from './support/looks.js'
import { accountAt, person, type Person } from './support/person.js'
import { demonstrationSite, type Account, type RunningSite } from './support/running-site.js'
import { watch } from './support/watch.js'
import { beginWriting, publishPage } from './support/writing.js'

let browser: Browser
let site: RunningSite
beforeAll(async () => {
  ;[browser, site] = await Promise.all([launchChromium(), demonstrationSite()])
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

const peopleByAccount = new Map<Account, Promise<Person>>()

/** Signs in to an account, once, in a browser of its own. */
function signedIn(account: Account): Promise<Person> {
  const start = async (): Promise<Person> => {
    const someone = await person(browser, site, { scripts: true })
    await someone.signIn(account)
    return someone
  }
  if (!peopleByAccount.has(account)) peopleByAccount.set(account, start())
  return peopleByAccount.get(account)!
}

/** Signs in and resets the browser: no drafts, no other windows, the usual width, online. */
async function withCleanBrowser(account: Account): Promise<Person> {
  const someone = await signedIn(account)
  const { page } = someone
  const [first, ...others] = page.context().pages()
  if (first !== page) throw new Error('the first window was closed')
  for (const other of others) await other.close()
  await page.context().setOffline(false)
  await page.unrouteAll()
  await page.setViewportSize({ width: 1280, height: 800 })
  await someone.open('/about')
  await page.evaluate(() => localStorage.clear())
  return someone
}

const moderator = (): Promise<Person> => withCleanBrowser(site.accounts.moderator)

/** Returns the text of the main part of the page. */
const mainText = ({ page }: Person): Promise<string> => page.getByRole('main').innerText()

const draftNotice = (page: Page) => page.getByRole('region', { name: 'Not saved' })

/** Returns the stored drafts of every account, as text. */
const storedDrafts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    Object.keys(localStorage)
      .filter(key => key.startsWith('unblock-draft:'))
      .map(key => localStorage.getItem(key) ?? ''),
  )

/** Returns the title in a stored draft. */
const titleOfDraft = (draft: string): string => (JSON.parse(draft) as { fields: { title: string } }).fields.title

/** Waits until a draft with this text is stored. */
const draftStored = (page: Page, text: string): Promise<unknown> =>
  page.waitForFunction(
    wanted =>
      Object.keys(localStorage).some(
        key => key.startsWith('unblock-draft:') && localStorage.getItem(key)!.includes(wanted),
      ),
    text,
  )

/** Opens the person's browser again after a crash: it has what was stored and nothing else. */
async function afterCrash({ page }: Person, address: string): Promise<Person> {
  const context = await browser.newContext({ baseURL: site.address, storageState: await page.context().storageState() })
  return inContext(context, address)
}

/** Opens an address in a browser that is already open. */
async function inContext(context: BrowserContext, address: string): Promise<Person> {
  context.setDefaultTimeout(15_000)
  const someone = await person({ newContext: async () => context } as unknown as Browser, site, { scripts: true })
  await someone.open(address)
  return someone
}

describe('the character count', () => {
  const countText = async ({ page }: Person, label: string): Promise<string> =>
    (await page.getByLabel(label, { exact: true }).locator('xpath=..').innerText()).split('\n').at(-1)!

  test.each([
    ['exactly as many letters as fit', 'x'.repeat(120), 0],
    ['one letter too many', 'x'.repeat(121), -1],
    ['one letter fewer', 'x'.repeat(119), 1],
    ['emoji, each of two UTF-16 units', '😀'.repeat(120), 0],
    ['emoji and one letter too many', `${'😀'.repeat(120)}x`, -1],
    ['family emoji, each of seven code points', '👨‍👩‍👧‍👦'.repeat(18), -6],
    ['spaces at its start and end, which do not count', `   ${'x'.repeat(120)}   `, 0],
    ['several spaces in a row, which count as one', `${'x'.repeat(60)}      ${'y'.repeat(59)}`, 0],
  ])('agrees with the server about a title of %s', async (_, title, left) => {
    const author = await moderator()
    await author.open('/barriers/new/write')
    await author.fill({ Title: title })
    expect(await countText(author, 'Title')).toBe(
      left < 0
        ? `You have ${-left} ${left === -1 ? 'character' : 'characters'} too many`
        : `You have ${left} ${left === 1 ? 'character' : 'characters'} remaining`,
    )
    await author.press('Publish this barrier')
    await author.sees('There is a problem')
    expect(
      (await mainText(author)).includes(`The title must be 120 characters or fewer. You have entered ${120 - left}`),
    ).toBe(left < 0)
  })

  test.each([
    [
      'at the limit, with line breaks and emoji',
      `${'y'.repeat(99_990)}\n\n\n${'😀'.repeat(7)}`,
      'You have 0 characters remaining',
      undefined,
    ],
    [
      'one character over the limit',
      `${'y'.repeat(99_990)}\n\n\n${'😀'.repeat(7)} `,
      'You have 1 character too many',
      'The text must be 100,000 characters or fewer. You have entered 100,001',
    ],
  ])('agrees with the server about a text %s', async (_, text, count, problem) => {
    const author = await moderator()
    await author.open('/barriers/new/write')
    await author.fill({ Text: text })
    expect(await countText(author, 'Text')).toBe(count)
    await author.press('Publish this barrier')
    await author.sees('There is a problem')
    expect((await mainText(author)).includes('The text must be')).toBe(problem !== undefined)
    if (problem !== undefined) await author.sees(problem)
  })

  test('is announced only after a pause in typing', async () => {
    // A separate browser, in which time passes only when the test says so.
    const { page } = await afterCrash(await moderator(), '/about')
    await page.clock.install()
    await page.goto('/barriers/new/write')
    await page.clock.pauseAt(Date.now() + 3_600_000)
    const field = page.getByLabel('Title', { exact: true })
    const spoken = field.locator('xpath=..').locator('[aria-live=polite]')
    await field.press('F')
    expect(await spoken.textContent()).toBe('')
    await page.clock.runFor(900)
    await field.press('o')
    await page.clock.runFor(900)
    expect(await spoken.textContent()).toBe('')
    await page.clock.runFor(200)
    expect(await spoken.textContent()).toBe('You have 118 characters remaining')
    expect(
      await field.evaluate(element =>
        element
          .getAttribute('aria-describedby')
          ?.split(' ')
          .map(id => document.getElementById(id)?.textContent)
          .join(' '),
      ),
    ).toContain('You can use up to 120 characters')
    await page.context().close()
  })
})

describe('a text area', () => {
  const lines = (count: number): string => Array.from({ length: count }, (_, index) => `Line ${index}`).join('\n')
  const measure = (page: Page) =>
    page.getByLabel('Text', { exact: true }).evaluate(field => ({
      height: (field as HTMLElement).offsetHeight,
      hidden: field.scrollHeight - field.clientHeight,
    }))

  async function growsAndShrinks(page: Page): Promise<void> {
    const field = page.getByLabel('Text', { exact: true })
    await field.fill('Short')
    const shortest = await measure(page)
    expect(shortest.height).toBeGreaterThan(200)
    await field.fill(lines(200))
    const tallest = await measure(page)
    expect(tallest.height).toBeGreaterThan(3_000)
    expect([shortest.hidden, tallest.hidden]).toEqual([0, 0])
    await field.evaluate(element => element.scrollIntoView({ block: 'end' }))
    const before = await page.evaluate(() => scrollY)
    await field.press('Control+End')
    await field.press('Backspace')
    await field.pressSequentially('x')
    expect(Math.abs((await page.evaluate(() => scrollY)) - before)).toBeLessThan(200)
    await field.fill('Short')
    expect(await measure(page)).toEqual(shortest)
  }

  test('grows and shrinks with its text', async () => {
    const { page } = await moderator()
    await page.goto('/barriers/new/write')
    await growsAndShrinks(page)
  })

  test('grows and shrinks with its text in browsers without field-sizing', async () => {
    const { page } = await moderator()
    await page.route('**/*.css', async route => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('field-sizing:content', '') })
    })
    await page.goto('/barriers/new/write')
    expect(
      await page
        .getByLabel('Text', { exact: true })
        .evaluate(field => getComputedStyle(field).getPropertyValue('field-sizing')),
    ).toBe('fixed')
    await growsAndShrinks(page)
    await page.unroute('**/*.css')
  })
})

describe('a draft', () => {
  const NOT_SENT = 'may not have been sent.'
  const MAYBE_SAVED = 'was sent, but may not be saved.'

  test('is offered after a crash and can be restored, and restoring can be undone', async () => {
    const author = await moderator()
    await beginWriting(author, 'barrier', 'Stairs are out of order', { 'Tags (optional)': 'stairs, legs' })
    await author.choose('Kind of organisation only')
    await draftStored(author.page, 'stairs, legs')
    const again = await afterCrash(author, '/barriers/new/write')
    await again.sees('Text you typed here', NOT_SENT, 'Its title is “Stairs are out of order”.')
    const before = await again.typedIn('Text')
    expect(await again.typedIn('Title')).toBe('')
    await again.press('Restore the draft')
    await again.sees('Your text is back in the form.')
    const formValues = async () => [
      await again.typedIn('Title'),
      await again.typedIn('Summary'),
      await again.typedIn('Theme'),
      await again.typedIn('Tags (optional)'),
      await again.typedIn('Text'),
      await again.page.getByRole('radio', { name: 'Kind of organisation only', exact: true }).isChecked(),
    ]
    const restored = await formValues()
    expect(restored).toEqual([
      'Stairs are out of order',
      'In short: Stairs are out of order.',
      'it-and-access',
      'stairs, legs',
      '## What happens\n\nIt does not work.\n',
      true,
    ])
    await again.press('Undo')
    await again.sees(NOT_SENT)
    expect([await again.typedIn('Title'), await again.typedIn('Text')]).toEqual(['', before])
    await again.press('Restore the draft')
    expect(await formValues()).toEqual(restored)
    await again.press('Publish this barrier')
    await again.arrives('Stairs are out of order')
    expect(await storedDrafts(again.page)).toEqual([])
    await again.page.context().close()
  })

  test('is stored when the page is closed, and can be discarded', async () => {
    const author = await moderator()
    const other = await inContext(author.page.context(), '/solutions/new/write')
    await other.fill({ Title: 'Closed at once' })
    await other.page.close({ runBeforeUnload: true })
    await author.open('/solutions/new/write')
    await author.sees(NOT_SENT, 'Its title is “Closed at once”.')
    await author.press('Delete the draft')
    await author.sees('Draft deleted.')
    expect(await storedDrafts(author.page)).not.toContainEqual(expect.stringContaining('Closed at once'))
    await author.press('Undo')
    await author.open('/solutions/new/write')
    await author.sees(NOT_SENT)
    await author.press('Delete the draft')
    await author.open('/solutions/new/write')
    expect(await draftNotice(author.page).count()).toBe(0)
  })

  test('is deleted once the form is saved, but not if the form comes back with errors', async () => {
    const author = await moderator()
    const address = await publishPage(author, 'barrier', 'Ladders need two signatures')
    expect(await storedDrafts(author.page)).toEqual([])
    await author.open(`${address}/edit`)
    await author.fill({ Title: '', Text: 'Three signatures by now.\n' })
    await author.press('Publish this change')
    await author.sees('There is a problem')
    expect(await draftNotice(author.page).count()).toBe(0)
    expect(await storedDrafts(author.page)).toEqual([expect.stringContaining('Three signatures')])
    await author.fill({ Title: 'Ladders need three signatures' })
    await author.press('Publish this change')
    await author.arrives('Ladders need three signatures')
    expect(await storedDrafts(author.page)).toEqual([])
    await author.open(`${new URL(author.page.url()).pathname}/edit`)
    expect(await draftNotice(author.page).count()).toBe(0)
  })

  test('is not lost if the network fails while the form is sent', async () => {
    const author = await moderator()
    const address = await publishPage(author, 'barrier', 'The cable is bitten through')
    await author.open(`${address}/edit`)
    await author.fill({ Text: 'Bitten by a fox.\n' })
    await author.page.context().setOffline(true)
    const failed = author.page.waitForEvent('requestfailed')
    await author.page.getByRole('button', { name: 'Publish this change' }).click()
    await failed
    await author.page.context().setOffline(false)
    await author.open(`${address}/edit`)
    await author.sees(MAYBE_SAVED)
    await author.press('Restore the draft')
    expect(await author.typedIn('Text')).toBe('Bitten by a fox.\n')
    await author.press('Publish this change')
    await author.sees('Bitten by a fox.')
    expect(await storedDrafts(author.page)).toEqual([])
  })

  /** Sends a form that the server saves, but loses the answer on its way back. */
  async function sendUnanswered({ page }: Person, button: string): Promise<void> {
    const answered = new Promise<void>(resolve => {
      void page.route('**/write', async route => {
        if (route.request().method() !== 'POST') return route.continue()
        // The browser adds this header only after a route has seen the request.
        const headers = { ...route.request().headers(), 'sec-fetch-site': 'same-origin' }
        expect(new URL((await route.fetch({ headers })).url()).pathname).toMatch(/^\/barriers\/answers-/)
        await route.abort()
        resolve()
      })
    })
    const failed = page.waitForEvent('requestfailed')
    await page.getByRole('button', { name: button }).click()
    await Promise.all([answered, failed])
    await page.unroute('**/write')
  }

  /** Counts the pages with this title that a search finds. */
  async function countPagesTitled(author: Person, title: string): Promise<number> {
    await author.open(`/search?q=${encodeURIComponent(title)}`)
    return author.page.getByRole('main').getByRole('link', { name: title, exact: true }).count()
  }

  test('whose form was saved without an answer can be restored and sent without saving it twice', async () => {
    const author = await moderator()
    await beginWriting(author, 'barrier', 'Answers vanish in tunnels')
    await sendUnanswered(author, 'Publish this barrier')
    const again = await afterCrash(author, '/barriers/new/write')
    await again.sees(MAYBE_SAVED, 'We will not save it twice')
    await again.press('Restore the draft')
    await again.press('Publish this barrier')
    await again.arrives('Answers vanish in tunnels')
    expect([await storedDrafts(again.page), await countPagesTitled(again, 'Answers vanish in tunnels')]).toEqual([
      [],
      1,
    ])
    await again.page.context().close()
  })

  test('whose form was saved without an answer and then changed is kept, and the form says that it was saved before', async () => {
    const author = await moderator()
    await beginWriting(author, 'barrier', 'Answers vanish in lifts')
    await sendUnanswered(author, 'Publish this barrier')
    await author.open('/barriers/new/write')
    await author.sees(MAYBE_SAVED)
    await author.press('Restore the draft')
    await author.fill({ Summary: 'Second thoughts.' })
    await author.press('Publish this barrier')
    await author.sees('You have already sent this form and we saved it.')
    expect([await author.typedIn('Summary'), (await storedDrafts(author.page)).length]).toEqual(['Second thoughts.', 1])
    expect(await countPagesTitled(author, 'Answers vanish in lifts')).toBe(1)
  })

  test('is still stored after it is restored, and offered again after another crash', async () => {
    const author = await moderator()
    await beginWriting(author, 'barrier', 'It falls twice')
    await draftStored(author.page, 'It falls twice')
    const again = await afterCrash(author, '/barriers/new/write')
    await again.press('Restore the draft')
    const drafts = await storedDrafts(again.page)
    expect(drafts).toEqual([expect.stringContaining('It falls twice')])
    const third = await afterCrash(again, '/barriers/new/write')
    await third.sees(NOT_SENT, 'Its title is “It falls twice”.')
    await third.press('Restore the draft')
    expect(await third.typedIn('Title')).toBe('It falls twice')
    for (const someone of [again, third]) await someone.page.context().close()
  })

  test('does not replace the draft of a newer text when it is restored, and undoing brings the newer text back', async () => {
    const author = await moderator()
    await author.open('/barriers/new/write')
    await author.fill({ Title: 'The older one' })
    await draftStored(author.page, 'The older one')
    await author.open('/barriers/new/write')
    await author.sees('Its title is “The older one”.')
    await author.fill({ Title: 'The newer one' })
    await author.press('Restore the draft')
    expect((await storedDrafts(author.page)).length).toBe(2)
    await author.press('Undo')
    expect(await author.typedIn('Title')).toBe('The newer one')
    await author.sees('Its title is “The older one”.')
    await author.fill({ Title: 'The newer one, longer' })
    await draftStored(author.page, 'The newer one, longer')
    expect((await storedDrafts(author.page)).map(titleOfDraft).sort()).toEqual([
      'The newer one, longer',
      'The older one',
    ])
  })

  test('is not changed or deleted by another window with the same form', async () => {
    const author = await moderator()
    await beginWriting(author, 'barrier', 'Two tabs of one form')
    const key = await author.page.locator('form[data-draft] input[name=key]').inputValue()
    const twin = await inContext(author.page.context(), '/barriers/new/write')
    // As in a tab that the browser duplicated.
    await twin.page.locator('form[data-draft] input[name=key]').evaluate((field, value) => {
      ;(field as HTMLInputElement).value = value
    }, key)
    await twin.fill({ Title: 'Only in the second tab' })
    await draftStored(twin.page, 'Only in the second tab')
    await author.press('Publish this barrier')
    await author.arrives('Two tabs of one form')
    expect(await storedDrafts(author.page)).toEqual([expect.stringContaining('Only in the second tab')])
  })

  test('of a text typed after going back is not mistaken for the text that was saved', async () => {
    const author = await moderator()
    await beginWriting(author, 'barrier', 'Back and forth')
    await author.press('Publish this barrier')
    await author.arrives('Back and forth')
    await author.page.goBack()
    await author.fill({ Title: 'Back, forth and further' })
    await draftStored(author.page, 'Back, forth and further')
    await author.page.goForward()
    await author.arrives('Back and forth')
    expect(await storedDrafts(author.page)).toEqual([expect.stringContaining('Back, forth and further')])
  })

  test('of an amendment is offered only in its own form, and is deleted once it is sent', async () => {
    const author = await withCleanBrowser(site.accounts.member)
    await beginWriting(author, 'barrier', 'Amended in a storm')
    await author.press('Send this barrier for review')
    await author.arrives('Amended in a storm')
    const amend = `${new URL(author.page.url()).pathname}/amend`
    await author.open(amend)
    await author.fill({ Summary: 'Half an amendment.' })
    await draftStored(author.page, 'Half an amendment.')
    const again = await afterCrash(author, '/barriers/new/write')
    expect(await draftNotice(again.page).count()).toBe(0)
    await again.open(amend)
    await again.sees(NOT_SENT)
    await again.press('Restore the draft')
    expect(await again.typedIn('Summary')).toBe('Half an amendment.')
    await again.press('Send the edited suggestion')
    await again.sees('Half an amendment.')
    expect(await storedDrafts(again.page)).toEqual([])
    await again.page.context().close()
  })

  test('is restored together with the revision it started from, so that it overwrites nobody else’s change', async () => {
    const author = await moderator()
    const text = '## What happens\n\nThe first.\n\n## Who it affects\n\nThe second.\n'
    const address = await publishPage(author, 'barrier', 'Two change the bulbs', { Text: text })
    await author.open(`${address}/edit`)
    await author.fill({ Text: text.replace('The first.', 'The first, of mine.') })
    await draftStored(author.page, 'of mine')
    const other = await signedIn(site.accounts.admin)
    await other.open(`${address}/edit`)
    await other.fill({ Text: text.replace('The second.', 'The second, of theirs.') })
    await other.press('Publish this change')
    await other.sees('The second, of theirs.')
    await author.open(`${address}/edit`)
    await author.sees(NOT_SENT, 'The page has changed since then')
    await author.press('Restore the draft')
    await author.press('Publish this change')
    await author.sees('Merged and published', 'The first, of mine.', 'The second, of theirs.')
    expect(await storedDrafts(author.page)).toEqual([])
  })

  test('is restored with its linked pages, even those that the form does not list', async () => {
    const author = await moderator()
    const address = await publishPage(author, 'barrier', 'Nobody has the key')
    await author.open(`${address}/edit`)
    await author.fill({ 'Find a solution to link': 'staff panel' })
    await author.press('Find')
    await author.choose('Set up a staff panel to review the block list')
    await draftStored(author.page, 'Set up a staff panel')
    const again = await afterCrash(author, `${address}/edit`)
    await again.press('Restore the draft')
    await again.press('Publish this change')
    await again.arrives('Nobody has the key')
    await again.sees('Set up a staff panel to review the block list')
    await again.page.context().close()
    // The published text is now the same as the stored draft, so there is nothing to offer.
    await author.open(`${address}/edit`)
    expect([await draftNotice(author.page).count(), await storedDrafts(author.page)]).toEqual([0, []])
  })

  /** Signs out on a page where drafts are stored, which takes a confirmation. */
  async function signOut({ page }: Person): Promise<void> {
    await page.getByRole('button', { name: 'Sign out' }).first().click()
    await page.getByRole('heading', { name: 'Do you want to sign out?' }).waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('link', { name: 'Sign in', exact: true }).waitFor()
  }

  test('is kept if the request to sign out does not reach the server', async () => {
    const context = await browser.newContext({ baseURL: site.address, reducedMotion: 'reduce' })
    const someone = await inContext(context, '/sign-in')
    await someone.signIn(site.accounts.member)
    await someone.open('/barriers/new/write')
    await someone.fill({ Title: 'Out of reach' })
    await someone.page.getByRole('button', { name: 'Sign out' }).first().click()
    await someone.arrives('Do you want to sign out?')
    await someone.sees('deletes the drafts in this browser')
    await context.setOffline(true)
    const failed = someone.page.waitForEvent('requestfailed', request => request.isNavigationRequest())
    await someone.page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
    await failed
    await context.setOffline(false)
    await someone.open('/barriers/new/write')
    await someone.sees('Its title is “Out of reach”.')
    await signOut(someone)
    expect(await storedDrafts(someone.page)).toEqual([])
    await context.close()
  })

  test('is offered only to its author and is deleted when they sign out', async () => {
    const context = await browser.newContext({ baseURL: site.address, reducedMotion: 'reduce' })
    const someone = await inContext(context, '/sign-in')
    await someone.signIn(site.accounts.member)
    await someone.open('/barriers/new/write')
    await someone.fill({ Title: 'For my eyes only' })
    await draftStored(someone.page, 'For my eyes only')
    const cookies = await context.cookies()
    await context.clearCookies()

    await someone.register(accountAt('anytown', 'another'), 'Ann Other')
    await someone.open('/barriers/new/write')
    await someone.arrives('Document a new barrier')
    expect(await draftNotice(someone.page).count()).toBe(0)
    await someone.fill({ Title: 'Of another' })
    await draftStored(someone.page, 'Of another')
    const elsewhere = await inContext(context, '/account')
    await signOut(elsewhere)
    expect(await storedDrafts(someone.page)).toEqual([expect.stringContaining('For my eyes only')])
    // A window that was left open stores nothing more.
    await someone.sees('This browser cannot keep a draft. Copy your text before you leave the page.')
    await someone.fill({ Title: 'Of another, later' })
    await someone.page.close({ runBeforeUnload: true })
    expect(await storedDrafts(elsewhere.page)).toEqual([expect.stringContaining('For my eyes only')])

    await context.addCookies(cookies)
    await elsewhere.open('/barriers/new/write')
    await elsewhere.sees('Its title is “For my eyes only”.')
    await signOut(elsewhere)
    expect(await elsewhere.page.evaluate(() => localStorage.length)).toBe(0)
    await context.close()
  })

  test('expires after seven days, and only the newest twenty are stored', async () => {
    const { page } = await moderator()
    await page.goto('/account')
    await page.evaluate(() => {
      const daysAgo = (count: number): number => Date.now() - count * 86_400_000
      const put = (owner: string, id: string, at: number) =>
        localStorage.setItem(
          `unblock-draft:1:${owner}:${at.toString(36)}-${id}`,
          JSON.stringify({
            key: id,
            address: '/barriers/new/write',
            base: '',
            isSent: false,
            fields: { title: `Draft ${id}` },
          }),
        )
      const owner = document.body.dataset['draftsOf']!
      put('somebody-else', 'expired', Math.round(daysAgo(7.01)))
      put(owner, 'expired', daysAgo(8))
      localStorage.setItem(`unblock-draft:0:${owner}:of-another-version`, '{}')
      localStorage.setItem(`unblock-draft:1:${owner}:-without-a-time`, '{}')
      for (let n = 1; n <= 22; n++) put(owner, `of-${n}`, Math.round(daysAgo(n / 4)))
    })
    await page.goto('/barriers/new/write')
    expect(await storedDrafts(page)).toHaveLength(22)
    await page.getByText('Its title is “Draft of-1”.').waitFor()
    await page.getByLabel('Title', { exact: true }).fill('The newest')
    await draftStored(page, 'The newest')
    const titles = (await storedDrafts(page)).map(titleOfDraft)
    expect(titles.sort()).toEqual(['The newest', ...Array.from({ length: 19 }, (_, n) => `Draft of-${n + 1}`)].sort())
  })

  test.each([
    ['incomplete JSON', '{'],
    ['null', 'null'],
    ['a number', '7'],
    ['no fields', '{"key":"a","address":"/barriers/new/write","base":"","isSent":false,"fields":null}'],
    [
      'fields of another shape',
      '{"key":"a","address":"/barriers/new/write","base":"","isSent":false,"fields":{"links":[null],"title":7}}',
    ],
  ])('that cannot be read is ignored: %s', async (_, stored) => {
    const author = await moderator()
    const watched = watch(author.page.context(), site.address)
    await author.page.evaluate(
      text =>
        localStorage.setItem(
          `unblock-draft:1:${document.body.dataset['draftsOf']!}:${Date.now().toString(36)}-x`,
          text,
        ),
      stored,
    )
    await author.open('/barriers/new/write')
    await author.sees('This browser keeps a draft for 7 days')
    await author.fill({ Title: 'Beside what cannot be read' })
    await draftStored(author.page, 'Beside what cannot be read')
    expect([await draftNotice(author.page).count(), watched.faults()]).toEqual([0, []])
  })

  test('that the browser has no room for is not stored, which the page says, and other drafts stay', async () => {
    const author = await moderator()
    await author.open('/barriers/new/write')
    await author.fill({ Title: 'There before' })
    await draftStored(author.page, 'There before')
    await author.open('/solutions/new/write')
    await author.page.evaluate(() => {
      for (let size = 4_000_000; size > 0; size = Math.floor(size / 2)) {
        try {
          for (let n = 0; ; n++) localStorage.setItem(`filling-${size}-${n}`, 'x'.repeat(size))
        } catch {
          /* full for this size */
        }
      }
    })
    await author.fill({ Title: 'No room for this' })
    await author.sees('This browser cannot keep a draft. Copy your text before you leave the page.')
    expect(await storedDrafts(author.page)).toEqual([expect.stringContaining('There before')])
  })

  test('is not stored, without an error, if the browser stores nothing', async () => {
    const author = await moderator()
    const other = await afterCrash(author, '/account')
    await other.page.addInitScript(() =>
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('no', 'SecurityError')
        },
      }),
    )
    const watched = watch(other.page.context(), site.address)
    await other.open('/barriers/new/write')
    await other.fill({ Title: 'Kept nowhere' })
    await other.sees(
      'You have 108 characters remaining',
      'This browser cannot keep a draft. Copy your text before you leave the page.',
    )
    expect(watched.faults()).toEqual([])
    await other.page.context().close()
  })
})

describe('a preview', () => {
  const recordPosts = (page: Page): Request[] => {
    const requests: Request[] = []
    page.on('request', request => {
      if (request.method() === 'POST') requests.push(request)
    })
    return requests
  }

  test('is shown without leaving the page, as often as it is asked for, and keeps what was typed', async () => {
    const author = await moderator()
    await beginWriting(author, 'barrier', 'Doors open inwards', { Text: 'They **swing**.\n' })
    const loads: string[] = []
    author.page.on('load', () => loads.push(author.page.url()))
    await author.press('Preview')
    await author.sees('Preview: nothing is saved yet')
    expect(
      await author.page
        .getByRole('main')
        .locator('strong', { hasText: /^swing$/ })
        .isVisible(),
    ).toBe(true)
    expect(await author.page.evaluate(() => document.activeElement?.textContent)).toBe('Preview: nothing is saved yet')
    await author.fill({ Text: 'They **slide**.\n' })
    await author.press('Preview')
    await author.page
      .getByRole('main')
      .locator('strong', { hasText: /^slide$/ })
      .waitFor()
    expect(await author.page.getByRole('heading', { name: 'Preview: nothing is saved yet' }).count()).toBe(1)
    expect([loads, await author.typedIn('Text')]).toEqual([[], 'They **slide**.\n'])
    await author.press('Publish this barrier')
    await author.arrives('Doors open inwards')
  })

  test('is a separate page if the form has errors or the request from the script fails', async () => {
    const author = await moderator()
    await author.open('/barriers/new/write')
    await author.fill({ Title: 'Half filled in' })
    await author.press('Preview')
    await author.sees('There is a problem', 'Choose a theme')
    expect(await author.typedIn('Title')).toBe('Half filled in')

    await beginWriting(author, 'barrier', 'Fetching is forbidden')
    await author.page.route('**/barriers/new/write', route =>
      route.request().resourceType() === 'fetch' ? route.abort() : route.continue(),
    )
    const sent = recordPosts(author.page)
    await author.press('Preview')
    await author.sees('Preview: nothing is saved yet')
    expect(sent.map(request => request.isNavigationRequest())).toEqual([false, true])
    expect(await author.typedIn('Title')).toBe('Fetching is forbidden')
    await author.page.unroute('**/barriers/new/write')
    await author.press('Publish this barrier')
    await author.arrives('Fetching is forbidden')
  })
})

test('a button pressed twice at once sends the form once', async () => {
  const author = await moderator()
  await beginWriting(author, 'barrier', 'Everything is asked for twice')
  const sent: string[] = []
  author.page.on('request', request => {
    if (request.method() === 'POST') sent.push(request.url())
  })
  await author.page.getByRole('button', { name: 'Publish this barrier' }).dblclick()
  await author.arrives('Everything is asked for twice')
  expect(sent).toHaveLength(1)
})

test('the second half of a slow double click does not press a button of the page that the first half led to', async () => {
  const author = await moderator()
  await beginWriting(author, 'barrier', 'One click too many')
  await author.press('Publish this barrier')
  await author.arrives('One click too many')
  const sent: string[] = []
  author.page.on('request', request => {
    if (request.method() === 'POST') sent.push(request.url())
  })
  const button = author.page.getByRole('main').getByRole('button', { name: 'We face this now' }).first()
  await button.hover()
  // A browser counts the clicks in its window, whatever page they reach.
  await author.page.mouse.down({ clickCount: 2 })
  await author.page.mouse.up({ clickCount: 2 })
  await author.page.evaluate(() => new Promise(requestAnimationFrame))
  expect(sent).toEqual([])
  await button.dblclick()
  await author.sees('Report saved')
  expect(sent).toHaveLength(1)
})

test.each([320, 1280])(
  'a page that offers a draft and shows a preview is accessible, valid and does not scroll sideways at %i px',
  async width => {
    const author = await moderator()
    const watched = watch(author.page.context(), site.address)
    await author.page.setViewportSize({ width, height: 800 })
    await beginWriting(author, 'barrier', 'An older text')
    await draftStored(author.page, 'An older text')
    await beginWriting(author, 'barrier', 'A newer text', { Summary: 'x'.repeat(300) })
    await author.sees('Text you typed here', 'You have 60 characters too many')
    const before = await htmlFaults((await watched.visit()).source)
    const faults = async () => [
      ...(await axeFaults(author.page)),
      ...(await scrollFaults(author.page)),
      ...(await focusFaults(author.page)),
    ]
    const tooLong = await faults()
    await author.fill({ Summary: 'It fits.' })
    await author.press('Preview')
    await author.sees('Preview: nothing is saved yet')
    const previewed = await faults()
    await author.press('Restore the draft')
    await author.sees('Your text is back in the form.')
    expect([before, tooLong, previewed, await faults(), watched.faults()]).toEqual([[], [], [], [], []])
  },
)
