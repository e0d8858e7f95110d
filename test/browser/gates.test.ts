import type { Browser } from 'playwright-core'
import { allRoutes } from '../../src/app.js'
import type { Deps } from '../../src/platform/deps.js'
import { readConfig } from '../../src/config.js'
import { otherFaces, pageKinds, type PageKind, type Places, type State } from './page-kinds.js'
import { launchChromium } from './support/chromium.js'
import { faultsOfLargeText, faultsOfLooks, htmlFaults, isAsSent, watch, type Watch } from './support/gates.js'
import { accountAt, person, type Person } from './support/person.js'
import { demonstrationSite, emptySite, type RunningSite } from './support/running-site.js'
import { preparedPlaces } from './support/places.js'

type On = State['on']

let browser: Browser
let sites: Readonly<Record<On, RunningSite>>
let places: Places

beforeAll(async () => {
  const [started, full, empty] = await Promise.all([launchChromium(), demonstrationSite(), emptySite()])
  browser = started
  sites = { full, empty }
  places = await preparedPlaces(role => visitorAs('full', role, true).then(({ someone }) => someone), sites)
})

afterAll(async () => {
  await browser.close()
  await Promise.all(Object.values(sites).map(site => site.stop()))
})

interface Watched {
  readonly someone: Person
  readonly watched: Watch
  /** Switches scripts on or off. Evaluating in the page needs them; a page loaded without scripts stays as it is. */
  allowScripts(isAllowed: boolean): Promise<void>
}

const visitors = new Map<string, Promise<Watched>>()

/** Opens two browsers for each role on each site, with scripts and without, and signs in once. */
function visitorAs(on: On, as: PageKind['as'], scripts: boolean): Promise<Watched> {
  const start = async (): Promise<Watched> => {
    const cookies =
      scripts || as === 'visitor' ? [] : await (await visitorAs(on, as, true)).someone.page.context().cookies()
    const someone = await person(browser, sites[on], { scripts, cookies })
    const watched = watch(someone.page.context(), sites[on].address)
    if (scripts && as === 'unlisted') await someone.register(accountAt('not-listed'), 'Una Unlisted')
    else if (scripts && as !== 'visitor') await someone.signIn(sites[on].accounts[as as 'member'])
    const session = await someone.page.context().newCDPSession(someone.page)
    return {
      someone,
      watched,
      allowScripts: async isAllowed => {
        if (!scripts) await session.send('Emulation.setScriptExecutionDisabled', { value: !isAllowed })
      },
    }
  }
  const key = `${on} ${as} ${scripts}`
  if (!visitors.has(key)) visitors.set(key, start())
  return visitors.get(key)!
}

test('the list of page kinds has every address that can be opened', () => {
  const routes = allRoutes({ config: readConfig({}), db: {} } as Deps)
    .filter(route => route.method === 'get')
    .map(route => route.path)
  expect(Object.keys(pageKinds).sort()).toEqual([...routes].sort())
})

const states = Object.entries(pageKinds).flatMap(([path, kind]) =>
  'none' in kind
    ? []
    : Object.entries({ empty: kind.empty, full: kind.full, error: kind.error, ...kind.also }).flatMap(
        ([name, state]) => (state ? [[path, name, kind, state] as const] : []),
      ),
)

test('a browser without scripts runs none', async () => {
  const {
    someone: { page },
    allowScripts,
  } = await visitorAs('empty', 'visitor', false)
  await allowScripts(false)
  await page.goto('data:text/html,<title>none</title><script>document.title = "some"</script>')
  expect(await page.title()).toBe('none')
})

interface Seen extends Watched {
  readonly source: string
  readonly outcome: { readonly status: number; readonly title: string; readonly headings: readonly string[] }
}

async function seen({ on, reach }: State, as: PageKind['as'], scripts: boolean): Promise<Seen> {
  const visitor = await visitorAs(on, as, scripts)
  const { someone, watched, allowScripts } = visitor
  await allowScripts(false)
  await someone.page.setViewportSize({ width: 320, height: 800 })
  const way = reach(places)
  await (typeof way === 'string' ? someone.open(way) : way(someone, sites[on]))
  const { source, status } = await watched.document()
  const title = await someone.page.title()
  await allowScripts(true)
  return {
    ...visitor,
    source,
    outcome: { status, title, headings: await someone.page.getByRole('heading', { level: 1 }).allInnerTexts() },
  }
}

/** The path of each page that was seen full, by its title. */
const titles = new Map<string, string>()

/** Lists what is wrong with a page in a state, with scripts and without. */
async function faultsOf(path: string, name: string, as: PageKind['as'], state: State): Promise<readonly string[]> {
  const plain = await seen(state, as, false)
  const scripted = await seen(state, as, true)
  const { status, title, headings } = scripted.outcome
  const { page } = scripted.someone
  const expectedStatus = state.status ?? (name === 'error' ? undefined : 200)
  const faults = [
    ...((expectedStatus === undefined ? status < 400 : status !== expectedStatus) ? [`It answers ${status}`] : []),
    ...((await page.getByRole('heading', { name: 'There is a problem' }).count()) > 0 !== title.startsWith('Error: ')
      ? [`Its title is ${title}, with ${status}`]
      : []),
    ...(headings.length === 1 ? [] : [`It has ${headings.length} main headings`]),
    ...(withoutIds(plain.outcome) === withoutIds(scripted.outcome)
      ? []
      : [`Without scripts it differs: ${JSON.stringify(plain.outcome)}, not ${JSON.stringify(scripted.outcome)}`]),
  ]
  const html = htmlFaults(scripted.source)
  // If scripts leave the page as it was sent, it is the same page without them.
  if (!(await isAsSent(page, scripted.source)))
    faults.push(...(await faultsOfLooks(plain.someone.page)).map(fault => `Without scripts: ${fault}`))
  faults.push(...(await faultsOfLooks(page)))
  if (name === 'full') {
    faults.push(...(await faultsOfLargeText(page)))
    const other = titles.get(title)
    if (other !== undefined) faults.push(`${other} has the same title: ${title}`)
    titles.set(title, path)
  }
  return [...faults, ...(await html), ...plain.watched.faults(), ...scripted.watched.faults()]
}

const withoutIds = (outcome: object): string => JSON.stringify(outcome).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')

test.each(states)('the page at %s has no faults in the state “%s”', async (path, name, { as }: PageKind, state) => {
  expect(await faultsOf(path, name, as, state)).toEqual([])
})

test.each(Object.entries(otherFaces))('the page for “%s” has no faults', async (name, { as, ...state }) => {
  expect(await faultsOf(name, name, as, state)).toEqual([])
})
