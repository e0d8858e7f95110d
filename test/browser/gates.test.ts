import type { Browser } from 'playwright-core'
import { allRoutes } from '../../src/app.js'
import type { Deps } from '../../src/platform/deps.js'
import { readConfig } from '../../src/config.js'
import { pageKinds, type PageKind, type Places, type State } from './page-kinds.js'
import { launchChromium } from './support/chromium.js'
import { axeFaults, focusFaults, htmlFaults, scrollFaults, watch, type Watch } from './support/gates.js'
import { person, type Person } from './support/person.js'
import { demonstrationSite, emptySite, type Role, type RunningSite } from './support/running-site.js'
import { preparedPlaces } from './support/places.js'

type On = State['on']

const widths = [320, 1280] as const

let browser: Browser
let sites: Readonly<Record<On, RunningSite>>
let places: Places

beforeAll(async () => {
  const [started, full, empty] = await Promise.all([launchChromium(), demonstrationSite(), emptySite()])
  browser = started
  sites = { full, empty }
  places = await preparedPlaces(role => visitorAs('full', role).then(({ someone }) => someone), sites)
})

afterAll(async () => {
  await browser.close()
  await Promise.all(Object.values(sites).map(site => site.stop()))
})

interface Watched {
  readonly someone: Person
  readonly watched: Watch
}

const known = new Map<string, Promise<Watched>>()

/** One browser for each role on each site, signed in once. */
function visitorAs(on: On, role: Role | 'visitor'): Promise<Watched> {
  const key = `${on} ${role}`
  const start = async (): Promise<Watched> => {
    const someone = await person(browser, sites[on], { scripts: true })
    const watched = watch(someone.page.context(), sites[on].address)
    if (role !== 'visitor') await someone.signIn(sites[on].accounts[role])
    return { someone, watched }
  }
  if (!known.has(key)) known.set(key, start())
  return known.get(key)!
}

test('every address that can be opened is in the list of page kinds, or named there as having no page', () => {
  const routes = allRoutes({ config: readConfig({}) } as Deps).filter(route => route.method === 'get').map(route => route.path)
  expect(Object.keys(pageKinds).sort()).toEqual([...routes].sort())
})

const states = Object.entries(pageKinds).flatMap(([path, kind]) =>
  'none' in kind ? [] : Object.entries({ empty: kind.empty, full: kind.full, error: kind.error, ...kind.also }).flatMap(([name, state]) => (state ? [[path, name, kind, state] as const] : [])))

const failing: ReadonlySet<string> = new Set(['error', 'conflict', 'signed out'])

/** The address and the title of each page that was seen full. */
const titles = new Map<string, string>()

test.each(states)('%s, %s', async (path, name, { as }: PageKind, { on, reach }) => {
  const { someone, watched } = await visitorAs(on, as)
  const { page } = someone
  await page.setViewportSize({ width: widths[0], height: 800 })
  const way = reach(places)
  await (typeof way === 'string' ? someone.open(way) : way(someone))
  const { source, status } = await watched.document()
  const title = await page.title()
  const faults = [
    ...(failing.has(name) ? status < 400 : status !== 200) ? [`It answers ${status}`] : [],
    ...(await page.getByRole('heading', { name: 'There is a problem' }).count() > 0) !== title.startsWith('Error: ') ? [`Its title is ${title}, with ${status}`] : [],
    ...(await page.getByRole('heading', { level: 1 }).count()) === 1 ? [] : ['It has not one main heading'],
    ...await htmlFaults(source),
    ...await focusFaults(page),
  ]
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    const found = [...await scrollFaults(page), ...await axeFaults(page)]
    faults.push(...found.map(fault => `At ${width} px: ${fault}`))
  }
  if (name === 'full') {
    const other = titles.get(title)
    if (other !== undefined) faults.push(`${other} has the same title: ${title}`)
    titles.set(title, path)
  }
  expect([...faults, ...watched.faults()]).toEqual([])
})
