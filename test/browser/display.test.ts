import type { Browser, BrowserContextOptions, Cookie, Page } from 'playwright-core'
import { launchChromium } from './support/chromium.js'
import { axeFaults, focusFaults, scrollFaults } from './support/gates.js'
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

/** A page in a window of its own. */
async function opened(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: site.address, ...options })
  const page = await context.newPage()
  await page.goto(address)
  return page
}

describe('what a first view costs', () => {
  interface Weight {
    readonly bytes: number
    readonly scripts: number
    readonly requests: readonly string[]
  }

  /** The bytes and the requests of a page, as they went over the wire, its headers too; to somebody with these cookies. */
  async function weighed(address: string, cookies: readonly Cookie[] = []): Promise<Weight> {
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
    const sum = (of: typeof all): number => of.reduce((bytes, one) => bytes + one.bytes, 0)
    return {
      bytes: sum(all),
      scripts: sum(all.filter(one => one.type === 'script')),
      requests: all.map(one => one.url),
    }
  }

  test.each([BARRIER, '/', '/search?q=websites+blocked'])('%s: at most 60 KB in at most 5 requests', async address => {
    const { bytes, requests } = await weighed(address)
    expect(bytes).toBeLessThanOrEqual(60_000)
    expect(requests.length).toBeLessThanOrEqual(5)
  })

  test('to who is signed in and writes, too; the scripts of it at most 15 KB', async () => {
    const writer = await person(browser, site, { scripts: true })
    await writer.signIn(site.accounts.member)
    const cookies = await writer.page.context().cookies()
    await writer.page.context().close()
    for (const address of [BARRIER, '/', '/barriers/new/write', `${BARRIER}/edit`]) {
      const { bytes, scripts, requests } = await weighed(address, cookies)
      expect({
        address,
        bytes: Math.max(bytes, 60_000),
        scripts: Math.max(scripts, 15_000),
        requests: Math.max(requests.length, 5),
      }).toEqual({ address, bytes: 60_000, scripts: 15_000, requests: 5 })
    }
  })

  test('styles are at most 25 KB, compressed; what a page loads is there and may be kept for ever', async () => {
    const page = await opened(BARRIER)
    const assets = await page
      .locator('link[rel=stylesheet], link[rel=icon], script[src]')
      .evaluateAll(elements => elements.map(one => one.getAttribute('href') ?? one.getAttribute('src') ?? ''))
    expect(assets.filter(one => one.endsWith('.css'))).toHaveLength(1)
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

describe('however a person sets their browser', () => {
  const pages = ['/', BARRIER, '/search?q=websites+blocked', '/blocked-where', '/sign-in']

  // Zoomed, a window has as many times fewer pixels of its own: at 400 % those 320 in which the gates try every page.
  test.each([
    [200, 640],
    [400, 320],
  ])('enlarged to %i %%, no page scrolls sideways', async (zoom, width) => {
    const page = await opened('/', { viewport: { width, height: 512 }, deviceScaleFactor: zoom / 100 })
    for (const address of pages) {
      await page.goto(address)
      expect([address, await scrollFaults(page)]).toEqual([address, []])
    }
    await page.context().close()
  })

  test('with forced colours the focus can still be seen, and nothing else fails', async () => {
    const page = await opened('/', { forcedColors: 'active' })
    for (const address of pages) {
      await page.goto(address)
      expect([address, await focusFaults(page), await axeFaults(page)]).toEqual([address, [], []])
    }
    await page.context().close()
  })

  test('with reduced motion nothing moves', async () => {
    const page = await opened(BARRIER, { reducedMotion: 'reduce' })
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter(one => {
          const style = getComputedStyle(one)
          return (
            [style.transitionDuration, style.animationDuration].some(duration => parseFloat(duration) > 0.01) ||
            style.scrollBehavior === 'smooth'
          )
        })
        .map(one => one.outerHTML.slice(0, 100)),
    )
    expect(moving).toEqual([])
  })

  test('the first press of the tab key offers to skip to the content, and takes one there', async () => {
    const page = await opened(BARRIER)
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to main content' })
    expect(await skip.evaluate(link => link === document.activeElement)).toBe(true)
    expect((await skip.boundingBox())?.height).toBeGreaterThanOrEqual(24)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.getByRole('main').evaluate(main => main.contains(document.activeElement))).toBe(true)
  })
})

describe('printed', () => {
  test('a barrier is a clean document: no navigation, no forms', async () => {
    const page = await opened(BARRIER)
    await page.emulateMedia({ media: 'print' })
    for (const gone of [
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
      for (const one of await gone.all()) expect(await one.isVisible()).toBe(false)
    for (const kept of ['What gets round it', 'What happens', 'Who faced it'])
      expect(await page.getByRole('heading', { name: kept }).first().isVisible()).toBe(true)
    expect(await page.getByRole('table', { name: 'Organisations that faced it' }).isVisible()).toBe(true)
    expect(await page.getByText('Content is available under').isVisible()).toBe(true)
  })

  test('the address of a link in the text stands after it', async () => {
    const page = await opened(BARRIER)
    const link = page.getByRole('link', { name: /digital blog/ })
    const after = () => link.evaluate(one => getComputedStyle(one, '::after').content)
    expect(await after()).toBe('none')
    await page.emulateMedia({ media: 'print' })
    expect(await after()).toContain(await link.getAttribute('href'))
  })
})
