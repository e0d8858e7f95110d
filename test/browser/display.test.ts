import type { Browser, BrowserContextOptions, Cookie, Page } from 'playwright-core'
import { launchChromium } from './support/chromium.js'
import { axeFaults, focusFaults, scrollFaults } from './support/looks.js'
import { person } from './support/person.js'
import { demonstrationSite, type RunningSite } from './support/running-site.js'

const BARRIER = '/barriers/websites-are-blocked-by-category'

let browser: Browser
let site: RunningSite
beforeAll(async () => {
  ;[browser, site] = await Promise.all([launchChromium(), demonstrationSite()])
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

/** Opens a page in a separate browser window. */
async function openPage(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: site.address, ...options })
  const page = await context.newPage()
  await page.goto(address)
  return page
}

describe('a first view', () => {
  interface Weight {
    readonly bytes: number
    readonly scripts: number
    readonly requests: readonly string[]
  }

  /** Loads a page with these cookies. Returns its requests and the bytes sent, including headers. */
  async function weigh(address: string, cookies: readonly Cookie[] = []): Promise<Weight> {
    const context = await browser.newContext({ baseURL: site.address })
    await context.addCookies([...cookies])
    const page = await context.newPage()
    const finished: Promise<{ readonly url: string; readonly type: string; readonly bytes: number }>[] = []
    page.on('requestfinished', request =>
      finished.push(
        request.sizes().then(size => ({
          url: request.url(),
          type: request.resourceType(),
          bytes: size.responseBodySize + size.responseHeadersSize,
        })),
      ),
    )
    await page.goto(address, { waitUntil: 'networkidle' })
    const all = await Promise.all(finished)
    await context.close()
    const sum = (requests: typeof all): number => requests.reduce((bytes, request) => bytes + request.bytes, 0)
    return {
      bytes: sum(all),
      scripts: sum(all.filter(request => request.type === 'script')),
      requests: all.map(request => request.url),
    }
  }

  test.each([BARRIER, '/', '/search?q=websites+blocked'])(
    'of %s takes at most 60 KB in at most 5 requests',
    async address => {
      const { bytes, requests } = await weigh(address)
      expect(bytes).toBeLessThanOrEqual(60_000)
      expect(requests.length).toBeLessThanOrEqual(5)
    },
  )

  test('takes no more for a signed-in member who writes, with at most 15 KB of scripts', async () => {
    const writer = await person(browser, site, { scripts: true })
    await writer.signIn(site.accounts.member)
    const cookies = await writer.page.context().cookies()
    await writer.page.context().close()
    for (const address of [BARRIER, '/', '/barriers/new/write', `${BARRIER}/edit`]) {
      const { bytes, scripts, requests } = await weigh(address, cookies)
      expect({
        address,
        bytes: Math.max(bytes, 60_000),
        scripts: Math.max(scripts, 15_000),
        requests: Math.max(requests.length, 5),
      }).toEqual({ address, bytes: 60_000, scripts: 15_000, requests: 5 })
    }
  })

  test('loads at most 25 KB of compressed styles and only assets that exist and may be cached forever', async () => {
    const page = await openPage(BARRIER)
    const assets = await page
      .locator('link[rel=stylesheet], link[rel=icon], script[src]')
      .evaluateAll(elements =>
        elements.map(element => element.getAttribute('href') ?? element.getAttribute('src') ?? ''),
      )
    expect(assets.filter(asset => asset.endsWith('.css'))).toHaveLength(1)
    for (const asset of assets) {
      const answer = await fetch(site.address + asset, { headers: { 'accept-encoding': 'gzip' } })
      expect([asset, answer.status, answer.headers.get('cache-control')]).toEqual([
        asset,
        200,
        'public, max-age=31536000, immutable',
      ])
      if (asset.endsWith('.css')) expect(Number(answer.headers.get('content-length'))).toBeLessThanOrEqual(25_000)
    }
  })
})

describe('with the settings of a person’s browser', () => {
  const pages = ['/', BARRIER, '/search?q=websites+blocked', '/blocked-where', '/sign-in']

  // Zooming divides the width of the window: at 400% it is the 320 pixels at which the gates check every page.
  test.each([
    [200, 640],
    [400, 320],
  ])('no page scrolls sideways at a zoom of %i%%', async (zoom, width) => {
    const page = await openPage('/', { viewport: { width, height: 512 }, deviceScaleFactor: zoom / 100 })
    for (const address of pages) {
      await page.goto(address)
      expect([address, await scrollFaults(page)]).toEqual([address, []])
    }
    await page.context().close()
  })

  test('the navigation takes at most two lines for a visitor and three for a member, 320 pixels wide', async () => {
    const member = await person(browser, site, { scripts: false })
    await member.signIn(site.accounts.member)
    await member.page.setViewportSize({ width: 320, height: 512 })
    const visitor = await openPage('/', { viewport: { width: 320, height: 512 } })
    for (const [page, lines, addresses] of [
      [visitor, 2, ['/', '/organisations', '/activity', '/sign-in']],
      [member.page, 3, ['/', '/organisations', '/account/suggestions']],
    ] as const)
      for (const address of addresses) {
        await page.goto(site.address + address)
        const tops = await page
          .locator('.app-nav li:visible')
          .evaluateAll(items => items.map(item => Math.round(item.getBoundingClientRect().top)))
        expect([address, new Set(tops).size]).toEqual([address, lines])
      }
    await member.page.context().close()
    await visitor.context().close()
  })

  test.each(['/organisations', '/blocked-where'])(
    '%s is sorted by its headings, or by a short list where the window has no room for them',
    async address => {
      const page = await openPage(address)
      const headings = page.getByRole('columnheader').getByRole('link')
      const list = page.getByText(/Sort(ed)? by/)
      expect([await headings.first().isVisible(), await list.isVisible()]).toEqual([true, false])
      await page.setViewportSize({ width: 320, height: 512 })
      expect(await page.locator('thead a:visible').count()).toBe(0)
      expect(await list.isVisible()).toBe(true)
      await page.context().close()
    },
  )

  test('the focus stays visible with forced colours, and pages stay accessible', async () => {
    const page = await openPage('/', { forcedColors: 'active' })
    for (const address of pages) {
      await page.goto(address)
      expect([address, await focusFaults(page), await axeFaults(page)]).toEqual([address, [], []])
    }
    await page.context().close()
  })

  test('nothing moves with reduced motion', async () => {
    const page = await openPage(BARRIER, { reducedMotion: 'reduce' })
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter(element => {
          const style = getComputedStyle(element)
          return (
            [style.transitionDuration, style.animationDuration].some(duration => parseFloat(duration) > 0.01) ||
            style.scrollBehavior === 'smooth'
          )
        })
        .map(element => element.outerHTML.slice(0, 100)),
    )
    expect(moving).toEqual([])
  })

  test('the first press of the tab key reaches a link that skips to the content', async () => {
    const page = await openPage(BARRIER)
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to main content' })
    expect(await skip.evaluate(link => link === document.activeElement)).toBe(true)
    expect((await skip.boundingBox())?.height).toBeGreaterThanOrEqual(24)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.getByRole('main').evaluate(main => main.contains(document.activeElement))).toBe(true)
  })
})

describe('in print', () => {
  test('a barrier has no navigation and no forms', async () => {
    const page = await openPage(BARRIER)
    await page.emulateMedia({ media: 'print' })
    for (const hidden of [
      page.getByRole('navigation', { name: 'Main' }),
      page.getByRole('navigation', { name: 'Account' }),
      page.getByRole('navigation', { name: 'Breadcrumb' }),
      page.getByRole('navigation', { name: 'On this page' }),
      page.getByRole('search'),
      page.getByRole('button'),
      page.getByRole('link', { name: 'Edit this page' }),
      page.getByRole('link', { name: 'Know another solution? Add it' }),
      page.getByRole('link', { name: 'Skip to main content' }),
      page.getByRole('link', { name: 'We tried this' }),
      page.getByRole('link', { name: 'Privacy' }),
    ])
      for (const element of await hidden.all()) expect(await element.isVisible()).toBe(false)
    for (const heading of ['Solutions', 'What happens', 'Who faced it'])
      expect(await page.getByRole('heading', { name: heading }).first().isVisible()).toBe(true)
    expect(await page.getByRole('table', { name: 'Organisations that faced it' }).isVisible()).toBe(true)
    expect(await page.getByText('Content is available under').isVisible()).toBe(true)
  })

  test('a link in the text is followed by its address', async () => {
    const page = await openPage(BARRIER)
    const link = page.getByRole('link', { name: /digital blog/ })
    const after = () => link.evaluate(element => getComputedStyle(element, '::after').content)
    expect(await after()).toBe('none')
    await page.emulateMedia({ media: 'print' })
    expect(await after()).toContain(await link.getAttribute('href'))
  })
})
