import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { launchChromium } from './support/chromium.js'
import { axeFaults, focusFaults, htmlFaults, scrollFaults, watch } from './support/gates.js'
import { accountAt, person, type Person } from './support/person.js'
import { demonstrationSite, type Account, type RunningSite } from './support/running-site.js'
import { beginWriting, published } from './support/writing.js'

let browser: Browser
let site: RunningSite
beforeAll(async () => {
  ;[browser, site] = await Promise.all([launchChromium(), demonstrationSite()])
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

const known = new Map<Account, Promise<Person>>()

/** With a browser of their own, signed in once. */
function signedIn(account: Account): Promise<Person> {
  const begin = async (): Promise<Person> => {
    const someone = await person(browser, site, { scripts: true })
    await someone.signIn(account)
    return someone
  }
  if (!known.has(account)) known.set(account, begin())
  return known.get(account)!
}

/** Has a member's browser keep nothing, and be as wide and as well connected as any, whatever went before. */
async function afresh(account: Account): Promise<Person> {
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

const moderator = (): Promise<Person> => afresh(site.accounts.moderator)

/** What one reads in the page's main part. */
const shown = ({ page }: Person): Promise<string> => page.getByRole('main').innerText()

const region = (page: Page) => page.getByRole('region', { name: 'Not saved' })

/** The drafts that the browser keeps for anybody, as text. */
const keptIn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    Object.keys(localStorage)
      .filter(one => one.startsWith('unblock-draft:'))
      .map(one => localStorage.getItem(one) ?? ''),
  )

/** Waits until a draft with this text is kept. */
const kept = (page: Page, text: string): Promise<unknown> =>
  page.waitForFunction(
    sought =>
      Object.keys(localStorage).some(
        one => one.startsWith('unblock-draft:') && localStorage.getItem(one)!.includes(sought),
      ),
    text,
  )

/** The same person's browser after a crash: what it stored, and nothing else. */
async function afterCrash({ page }: Person, address: string): Promise<Person> {
  const context = await browser.newContext({ baseURL: site.address, storageState: await page.context().storageState() })
  return inContext(context, address)
}

/** Somebody with a browser that is there already. */
async function inContext(context: BrowserContext, address: string): Promise<Person> {
  context.setDefaultTimeout(15_000)
  const someone = await person({ newContext: async () => context } as unknown as Browser, site, { scripts: true })
  await someone.open(address)
  return someone
}

describe('the count', () => {
  const say = async ({ page }: Person, label: string): Promise<string> =>
    (await page.getByLabel(label, { exact: true }).locator('xpath=..').innerText()).split('\n').at(-1)!

  test.each([
    ['letters', 'x'.repeat(120), 0],
    ['one too many', 'x'.repeat(121), -1],
    ['one less', 'x'.repeat(119), 1],
    ['emoji, each of two UTF-16 units', '😀'.repeat(120), 0],
    ['emoji and one more', `${'😀'.repeat(120)}x`, -1],
    ['a family, joined of seven', '👨‍👩‍👧‍👦'.repeat(18), -6],
    ['spaces at its ends, which do not count', `   ${'x'.repeat(120)}   `, 0],
    ['spaces in a row, which are one', `${'x'.repeat(60)}      ${'y'.repeat(59)}`, 0],
  ])('of a title agrees with the server: %s', async (_, title, left) => {
    const author = await moderator()
    await author.open('/barriers/new/write')
    await author.fill({ Title: title })
    expect(await say(author, 'Title')).toBe(
      left < 0
        ? `You have ${-left} ${left === -1 ? 'character' : 'characters'} too many`
        : `You have ${left} ${left === 1 ? 'character' : 'characters'} remaining`,
    )
    await author.press('Publish this barrier')
    await author.sees('There is a problem')
    expect((await shown(author)).includes(`The title is ${120 - left} characters long`)).toBe(left < 0)
  })

  test.each([
    [
      'at the limit, with lines and emoji',
      `${'y'.repeat(99_990)}\n\n\n${'😀'.repeat(7)}`,
      'You have 0 characters remaining',
      undefined,
    ],
    [
      'one over it',
      `${'y'.repeat(99_990)}\n\n\n${'😀'.repeat(7)} `,
      'You have 1 character too many',
      'The text is 100,001 characters long',
    ],
  ])('of the text agrees with the server: %s', async (_, text, count, problem) => {
    const author = await moderator()
    await author.open('/barriers/new/write')
    await author.fill({ Text: text })
    expect(await say(author, 'Text')).toBe(count)
    await author.press('Publish this barrier')
    await author.sees('There is a problem')
    expect((await shown(author)).includes('The text is')).toBe(problem !== undefined)
    if (problem !== undefined) await author.sees(problem)
  })

  test('is read out after a pause, and only there', async () => {
    // A browser of its own, whose clock stands still but for what the test has pass.
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
  const lines = (count: number): string => Array.from({ length: count }, (_, at) => `Line ${at}`).join('\n')
  const measure = (page: Page) =>
    page.getByLabel('Text', { exact: true }).evaluate(field => ({
      height: (field as HTMLElement).offsetHeight,
      hidden: field.scrollHeight - field.clientHeight,
    }))

  async function growsAndShrinks(page: Page): Promise<void> {
    const field = page.getByLabel('Text', { exact: true })
    await field.fill('Short')
    const least = await measure(page)
    expect(least.height).toBeGreaterThan(200)
    await field.fill(lines(200))
    const most = await measure(page)
    expect(most.height).toBeGreaterThan(3_000)
    expect([least.hidden, most.hidden]).toEqual([0, 0])
    await field.evaluate(element => element.scrollIntoView({ block: 'end' }))
    const before = await page.evaluate(() => scrollY)
    await field.press('Control+End')
    await field.press('Backspace')
    await field.pressSequentially('x')
    expect(Math.abs((await page.evaluate(() => scrollY)) - before)).toBeLessThan(200)
    await field.fill('Short')
    expect(await measure(page)).toEqual(least)
  }

  test('is as tall as its text', async () => {
    const { page } = await moderator()
    await page.goto('/barriers/new/write')
    await growsAndShrinks(page)
  })

  test('is so in browsers whose styles cannot do it', async () => {
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
  const NOT_SENT = 'was not sent, as far as this browser knows.'
  const MAYBE_SAVED = 'was sent, but may not be saved.'

  test('is offered after a crash, put back, and that undone', async () => {
    const author = await moderator()
    await beginWriting(author, 'barrier', 'Stairs are out of order', { 'Tags (optional)': 'stairs, legs' })
    await author.choose('Kind of organisation only')
    await kept(author.page, 'stairs, legs')
    const again = await afterCrash(author, '/barriers/new/write')
    await again.sees('Text you typed here', NOT_SENT, 'Its title is “Stairs are out of order”.')
    const before = await again.typedIn('Text')
    expect(await again.typedIn('Title')).toBe('')
    await again.press('Restore the text')
    await again.sees('Your text is back in the form.')
    const whole = async () => [
      await again.typedIn('Title'),
      await again.typedIn('Summary'),
      await again.typedIn('Theme'),
      await again.typedIn('Tags (optional)'),
      await again.typedIn('Text'),
      await again.page.getByRole('radio', { name: 'Kind of organisation only', exact: true }).isChecked(),
    ]
    const putBack = await whole()
    expect(putBack).toEqual([
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
    await again.press('Restore the text')
    expect(await whole()).toEqual(putBack)
    await again.press('Publish this barrier')
    await again.arrives('Stairs are out of order')
    expect(await keptIn(again.page)).toEqual([])
    await again.page.context().close()
  })

  test('is kept as a page is closed, and thrown away when asked', async () => {
    const author = await moderator()
    const other = await inContext(author.page.context(), '/solutions/new/write')
    await other.fill({ Title: 'Closed at once' })
    await other.page.close({ runBeforeUnload: true })
    await author.open('/solutions/new/write')
    await author.sees(NOT_SENT, 'Its title is “Closed at once”.')
    await author.press('Discard the text')
    await author.sees('The text is discarded.')
    expect(await keptIn(author.page)).not.toContainEqual(expect.stringContaining('Closed at once'))
    await author.press('Undo')
    await author.open('/solutions/new/write')
    await author.sees(NOT_SENT)
    await author.press('Discard the text')
    await author.open('/solutions/new/write')
    expect(await region(author.page).count()).toBe(0)
  })

  test('goes when what was sent was saved, and not when it comes back', async () => {
    const author = await moderator()
    const address = await published(author, 'barrier', 'Ladders need two signatures')
    expect(await keptIn(author.page)).toEqual([])
    await author.open(`${address}/edit`)
    await author.fill({ Title: '', Text: 'Three signatures by now.\n' })
    await author.press('Publish this change')
    await author.sees('There is a problem')
    expect(await region(author.page).count()).toBe(0)
    expect(await keptIn(author.page)).toEqual([expect.stringContaining('Three signatures')])
    await author.fill({ Title: 'Ladders need three signatures' })
    await author.press('Publish this change')
    await author.arrives('Ladders need three signatures')
    expect(await keptIn(author.page)).toEqual([])
    await author.open(`${new URL(author.page.url()).pathname}/edit`)
    expect(await region(author.page).count()).toBe(0)
  })

  test('survives a network that fails while it is sent', async () => {
    const author = await moderator()
    const address = await published(author, 'barrier', 'The cable is bitten through')
    await author.open(`${address}/edit`)
    await author.fill({ Text: 'Bitten by a fox.\n' })
    await author.page.context().setOffline(true)
    const failed = author.page.waitForEvent('requestfailed')
    await author.page.getByRole('button', { name: 'Publish this change' }).click()
    await failed
    await author.page.context().setOffline(false)
    await author.open(`${address}/edit`)
    await author.sees(MAYBE_SAVED)
    await author.press('Restore the text')
    expect(await author.typedIn('Text')).toBe('Bitten by a fox.\n')
    await author.press('Publish this change')
    await author.sees('Bitten by a fox.')
    expect(await keptIn(author.page)).toEqual([])
  })

  /** Sends the form; the server saves it, and what it answers, the page after it too, is lost on the way. */
  async function sendUnanswered({ page }: Person, button: string): Promise<void> {
    const answered = new Promise<void>(resolve => {
      void page.route('**/write', async route => {
        if (route.request().method() !== 'POST') return route.continue()
        expect(new URL((await route.fetch()).url()).pathname).toMatch(/^\/barriers\/answers-/)
        await route.abort()
        resolve()
      })
    })
    const failed = page.waitForEvent('requestfailed')
    await page.getByRole('button', { name: button }).click()
    await Promise.all([answered, failed])
    await page.unroute('**/write')
  }

  /** How many pages a search finds with this title. */
  async function pagesCalled(author: Person, title: string): Promise<number> {
    await author.open(`/search?q=${encodeURIComponent(title)}`)
    return author.page.getByRole('main').getByRole('link', { name: title, exact: true }).count()
  }

  test('that was saved, its answer lost, is put back and sent without saving it twice', async () => {
    const author = await moderator()
    await beginWriting(author, 'barrier', 'Answers vanish in tunnels')
    await sendUnanswered(author, 'Publish this barrier')
    const again = await afterCrash(author, '/barriers/new/write')
    await again.sees(MAYBE_SAVED, 'We will not save it twice')
    await again.press('Restore the text')
    await again.press('Publish this barrier')
    await again.arrives('Answers vanish in tunnels')
    expect([await keptIn(again.page), await pagesCalled(again, 'Answers vanish in tunnels')]).toEqual([[], 1])
    await again.page.context().close()
  })

  test('that was saved, its answer lost, and was changed since, comes back with where the first is', async () => {
    const author = await moderator()
    await beginWriting(author, 'barrier', 'Answers vanish in lifts')
    await sendUnanswered(author, 'Publish this barrier')
    await author.open('/barriers/new/write')
    await author.sees(MAYBE_SAVED)
    await author.press('Restore the text')
    await author.fill({ Summary: 'Second thoughts.' })
    await author.press('Publish this barrier')
    await author.sees('You sent this form before, and that was saved.')
    expect([await author.typedIn('Summary'), (await keptIn(author.page)).length]).toEqual(['Second thoughts.', 1])
    expect(await pagesCalled(author, 'Answers vanish in lifts')).toBe(1)
  })

  test('that was put back is still kept at once, and offered after another crash', async () => {
    const author = await moderator()
    await beginWriting(author, 'barrier', 'It falls twice')
    await kept(author.page, 'It falls twice')
    const again = await afterCrash(author, '/barriers/new/write')
    await again.press('Restore the text')
    const keptNow = await keptIn(again.page)
    expect(keptNow).toEqual([expect.stringContaining('It falls twice')])
    const third = await afterCrash(again, '/barriers/new/write')
    await third.sees(NOT_SENT, 'Its title is “It falls twice”.')
    await third.press('Restore the text')
    expect(await third.typedIn('Title')).toBe('It falls twice')
    for (const one of [again, third]) await one.page.context().close()
  })

  test('that is put back leaves what was typed in its place kept too, and undoing it brings that back', async () => {
    const author = await moderator()
    await author.open('/barriers/new/write')
    await author.fill({ Title: 'The older one' })
    await kept(author.page, 'The older one')
    await author.open('/barriers/new/write')
    await author.sees('Its title is “The older one”.')
    await author.fill({ Title: 'The newer one' })
    await author.press('Restore the text')
    expect((await keptIn(author.page)).length).toBe(2)
    await author.press('Undo')
    expect(await author.typedIn('Title')).toBe('The newer one')
    await author.sees('Its title is “The older one”.')
    await author.fill({ Title: 'The newer one, longer' })
    await kept(author.page, 'The newer one, longer')
    expect(
      (await keptIn(author.page)).map(one => (JSON.parse(one) as { fields: { title: string } }).fields.title).sort(),
    ).toEqual(['The newer one, longer', 'The older one'])
  })

  test('of a window is not touched by another that holds the same form, and stays when that is saved', async () => {
    const author = await moderator()
    await beginWriting(author, 'barrier', 'Two tabs of one form')
    const key = await author.page.locator('form[data-draft] input[name=key]').inputValue()
    const twin = await inContext(author.page.context(), '/barriers/new/write')
    // As in a tab that the browser duplicated.
    await twin.page.locator('form[data-draft] input[name=key]').evaluate((field, value) => {
      ;(field as HTMLInputElement).value = value
    }, key)
    await twin.fill({ Title: 'Only in the second tab' })
    await kept(twin.page, 'Only in the second tab')
    await author.press('Publish this barrier')
    await author.arrives('Two tabs of one form')
    expect(await keptIn(author.page)).toEqual([expect.stringContaining('Only in the second tab')])
  })

  test('of what was typed after going back is not taken for what was saved before', async () => {
    const author = await moderator()
    await beginWriting(author, 'barrier', 'Back and forth')
    await author.press('Publish this barrier')
    await author.arrives('Back and forth')
    await author.page.goBack()
    await author.fill({ Title: 'Back, forth and further' })
    await kept(author.page, 'Back, forth and further')
    await author.page.goForward()
    await author.arrives('Back and forth')
    expect(await keptIn(author.page)).toEqual([expect.stringContaining('Back, forth and further')])
  })

  test('of an amendment is offered there and nowhere else, and goes when it was sent', async () => {
    const author = await afresh(site.accounts.member)
    await beginWriting(author, 'barrier', 'Amended in a storm')
    await author.press('Send this barrier for review')
    await author.arrives('Amended in a storm')
    const amend = `${new URL(author.page.url()).pathname}/amend`
    await author.open(amend)
    await author.fill({ Summary: 'Half an amendment.' })
    await kept(author.page, 'Half an amendment.')
    const again = await afterCrash(author, '/barriers/new/write')
    expect(await region(again.page).count()).toBe(0)
    await again.open(amend)
    await again.sees(NOT_SENT)
    await again.press('Restore the text')
    expect(await again.typedIn('Summary')).toBe('Half an amendment.')
    await again.press('Send the amended suggestion')
    await again.sees('Half an amendment.')
    expect(await keptIn(again.page)).toEqual([])
    await again.page.context().close()
  })

  test('brings back what it began from, so that nobody else’s change is overwritten', async () => {
    const author = await moderator()
    const text = '## What happens\n\nThe first.\n\n## Who it affects\n\nThe second.\n'
    const address = await published(author, 'barrier', 'Two change the bulbs', { Text: text })
    await author.open(`${address}/edit`)
    await author.fill({ Text: text.replace('The first.', 'The first, of mine.') })
    await kept(author.page, 'of mine')
    const other = await signedIn(site.accounts.admin)
    await other.open(`${address}/edit`)
    await other.fill({ Text: text.replace('The second.', 'The second, of theirs.') })
    await other.press('Publish this change')
    await other.sees('The second, of theirs.')
    await author.open(`${address}/edit`)
    await author.sees(NOT_SENT, 'The page has changed since then')
    await author.press('Restore the text')
    await author.press('Publish this change')
    await author.sees('Merged and published', 'The first, of mine.', 'The second, of theirs.')
    expect(await keptIn(author.page)).toEqual([])
  })

  test('brings back linked pages that the form does not list by itself', async () => {
    const author = await moderator()
    const address = await published(author, 'barrier', 'Nobody has the key')
    await author.open(`${address}/edit`)
    await author.fill({ 'Find a solution to link': 'staff panel' })
    await author.press('Find')
    await author.choose('Set up a staff panel to review the block list')
    await kept(author.page, 'Set up a staff panel')
    const again = await afterCrash(author, `${address}/edit`)
    await again.press('Restore the text')
    await again.press('Publish this change')
    await again.arrives('Nobody has the key')
    await again.sees('Set up a staff panel to review the block list')
    await again.page.context().close()
    // What is published by now says just what is kept here: there is nothing to offer.
    await author.open(`${address}/edit`)
    expect([await region(author.page).count(), await keptIn(author.page)]).toEqual([0, []])
  })

  /** By the button of any page; with drafts, by way of the page that says they go. */
  async function signOut({ page }: Person): Promise<void> {
    await page.getByRole('button', { name: 'Sign out' }).first().click()
    await page.getByRole('heading', { name: 'Do you want to sign out?' }).waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('link', { name: 'Sign in', exact: true }).waitFor()
  }

  test('stays where signing out does not reach the server', async () => {
    const context = await browser.newContext({ baseURL: site.address, reducedMotion: 'reduce' })
    const someone = await inContext(context, '/sign-in')
    await someone.signIn(site.accounts.member)
    await someone.open('/barriers/new/write')
    await someone.fill({ Title: 'Out of reach' })
    await someone.page.getByRole('button', { name: 'Sign out' }).first().click()
    await someone.arrives('Do you want to sign out?')
    await someone.sees('deletes the drafts in this browser')
    await context.setOffline(true)
    const plainly = someone.page.waitForEvent('requestfailed', request => request.isNavigationRequest())
    await someone.page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
    await plainly
    await context.setOffline(false)
    await someone.open('/barriers/new/write')
    await someone.sees('Its title is “Out of reach”.')
    await signOut(someone)
    expect(await keptIn(someone.page)).toEqual([])
    await context.close()
  })

  test('is offered to nobody else, and is gone after signing out', async () => {
    const context = await browser.newContext({ baseURL: site.address, reducedMotion: 'reduce' })
    const someone = await inContext(context, '/sign-in')
    await someone.signIn(site.accounts.member)
    await someone.open('/barriers/new/write')
    await someone.fill({ Title: 'For my eyes only' })
    await kept(someone.page, 'For my eyes only')
    const cookies = await context.cookies()
    await context.clearCookies()

    await someone.register(accountAt('anytown', 'another'), 'Ann Other')
    await someone.open('/barriers/new/write')
    await someone.arrives('Document a new barrier')
    expect(await region(someone.page).count()).toBe(0)
    await someone.fill({ Title: 'Of another' })
    await kept(someone.page, 'Of another')
    const elsewhere = await inContext(context, '/account')
    await signOut(elsewhere)
    expect(await keptIn(someone.page)).toEqual([expect.stringContaining('For my eyes only')])
    // A window that was left open keeps nothing more.
    await someone.sees('This browser is not keeping what you type.')
    await someone.fill({ Title: 'Of another, later' })
    await someone.page.close({ runBeforeUnload: true })
    expect(await keptIn(elsewhere.page)).toEqual([expect.stringContaining('For my eyes only')])

    await context.addCookies(cookies)
    await elsewhere.open('/barriers/new/write')
    await elsewhere.sees('Its title is “For my eyes only”.')
    await signOut(elsewhere)
    expect(await elsewhere.page.evaluate(() => localStorage.length)).toBe(0)
    await context.close()
  })

  test('ends after seven days, and only twenty are kept', async () => {
    const { page } = await moderator()
    await page.goto('/account')
    await page.evaluate(() => {
      const days = (count: number): number => Date.now() - count * 86_400_000
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
      put('somebody-else', 'expired', Math.round(days(7.01)))
      put(owner, 'expired', days(8))
      localStorage.setItem(`unblock-draft:0:${owner}:of-another-version`, '{}')
      localStorage.setItem(`unblock-draft:1:${owner}:-without-a-time`, '{}')
      for (let at = 1; at <= 22; at++) put(owner, `of-${at}`, Math.round(days(at / 4)))
    })
    await page.goto('/barriers/new/write')
    expect(await keptIn(page)).toHaveLength(22)
    await page.getByText('Its title is “Draft of-1”.').waitFor()
    await page.getByLabel('Title', { exact: true }).fill('The newest')
    await kept(page, 'The newest')
    const left = (await keptIn(page)).map(one => (JSON.parse(one) as { fields: { title: string } }).fields.title)
    expect(left.sort()).toEqual(['The newest', ...Array.from({ length: 19 }, (_, at) => `Draft of-${at + 1}`)].sort())
  })

  test.each([
    ['half of one', '{'],
    ['nothing', 'null'],
    ['a number', '7'],
    ['no fields', '{"key":"a","address":"/barriers/new/write","base":"","isSent":false,"fields":null}'],
    [
      'fields of another shape',
      '{"key":"a","address":"/barriers/new/write","base":"","isSent":false,"fields":{"links":[null],"title":7}}',
    ],
  ])('that cannot be read is passed over: %s', async (_, stored) => {
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
    await author.sees('We keep what you type in this browser')
    await author.fill({ Title: 'Beside what cannot be read' })
    await kept(author.page, 'Beside what cannot be read')
    expect([await region(author.page).count(), watched.faults()]).toEqual([0, []])
  })

  test('pushes no other out where the browser has no more room, and says that it is not kept', async () => {
    const author = await moderator()
    await author.open('/barriers/new/write')
    await author.fill({ Title: 'There before' })
    await kept(author.page, 'There before')
    await author.open('/solutions/new/write')
    await author.page.evaluate(() => {
      for (let size = 4_000_000; size > 0; size = Math.floor(size / 2)) {
        try {
          for (let at = 0; ; at++) localStorage.setItem(`filling-${size}-${at}`, 'x'.repeat(size))
        } catch {
          /* full for this size */
        }
      }
    })
    await author.fill({ Title: 'No room for this' })
    await author.sees('This browser is not keeping what you type.')
    expect(await keptIn(author.page)).toEqual([expect.stringContaining('There before')])
  })

  test('asks for nothing where the browser stores nothing', async () => {
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
    await other.sees('You have 108 characters remaining', 'This browser is not keeping what you type.')
    expect(watched.faults()).toEqual([])
    await other.page.context().close()
  })
})

describe('a preview', () => {
  const posts = (page: Page): Request[] => {
    const seen: Request[] = []
    page.on('request', request => {
      if (request.method() === 'POST') seen.push(request)
    })
    return seen
  }

  test('is shown without leaving the page, again and again, and what was typed stays', async () => {
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

  test('is a page of its own where something is wrong or the way to it fails', async () => {
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
    const sent = posts(author.page)
    await author.press('Preview')
    await author.sees('Preview: nothing is saved yet')
    expect(sent.map(request => request.isNavigationRequest())).toEqual([false, true])
    expect(await author.typedIn('Title')).toBe('Fetching is forbidden')
    await author.page.unroute('**/barriers/new/write')
    await author.press('Publish this barrier')
    await author.arrives('Fetching is forbidden')
  })
})

test('a button that is pressed twice at once sends once', async () => {
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

test.each([320, 1280])(
  'with a draft offered and a preview shown the page is as good as any other, at %i px',
  async width => {
    const author = await moderator()
    const watched = watch(author.page.context(), site.address)
    await author.page.setViewportSize({ width, height: 800 })
    await beginWriting(author, 'barrier', 'An older text')
    await kept(author.page, 'An older text')
    await beginWriting(author, 'barrier', 'A newer text', { Summary: 'x'.repeat(300) })
    await author.sees('Text you typed here', 'You have 60 characters too many')
    const before = await htmlFaults((await watched.document()).source)
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
    await author.press('Restore the text')
    await author.sees('Your text is back in the form.')
    expect([before, tooLong, previewed, await faults(), watched.faults()]).toEqual([[], [], [], [], []])
  },
)
