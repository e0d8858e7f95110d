import { setTimeout as wait } from 'node:timers/promises'
import { allRoutes } from '../src/app.js'
import { createLoadMeter } from '../src/platform/load-meter.js'
import { readOnlyTextsIn, textOf } from './support/html.js'
import { pageFields } from './support/browser.js'
import { testSite, type TestSite } from './support/site.js'

/** Holds the event loop `times` times in a row, and lets timers run in between. */
async function holdEventLoop(milliseconds: number, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const until = performance.now() + milliseconds
    while (performance.now() < until);
    await wait(1)
  }
}

describe('the load meter', () => {
  test.each([
    ['is not busy', 0, 1, false, false],
    ['was held once', 1_000, 1, false, false],
    ['is held for longer than writers may wait, again and again', 500, 2, true, false],
    ['is held for longer than readers may wait, again and again', 1_000, 2, true, true],
  ])('turns the right requests away when the event loop %s', async (_, milliseconds, times, write, read) => {
    const meter = createLoadMeter({ write: 300, read: 800 })
    await holdEventLoop(milliseconds, times)
    expect([meter.isOverloaded('write'), meter.isOverloaded('read')]).toEqual([write, read])
  })
})

describe('a service with more to do than it can', () => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite('sqlite')
  })
  afterAll(() => site.close())

  test('turns forms away with their text, still shows pages, and takes forms again afterwards', async () => {
    const { browser } = await site.signedIn()
    const fields = pageFields()
    const sent = browser.sendWithToken('/barriers/new/write', fields)
    const during = holdEventLoop(1_200, 4)
    const [answer] = await Promise.all([sent, during])
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '30'])
    expect(readOnlyTextsIn(answer.text)).toContain('Calls drop on the office network')
    expect(textOf(answer.text)).toContain('Nothing was saved. Try again in a minute.')
    expect((await browser.get('/barriers')).status).toBe(200)
    await wait(500)
    expect((await browser.sendWithToken('/barriers/new/write', fields)).status).toBe(303)
  })

  test('answers only health checks whatever it has to do', () => {
    const always = allRoutes(site.deps).filter(({ answersAlways }) => answersAlways === true)
    expect(always.map(({ path }) => path)).toEqual(['/health/live', '/health/ready'])
  })
})
