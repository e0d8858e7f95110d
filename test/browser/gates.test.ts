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
  /** Whether scripts of the page run from now on. What a test evaluates needs them; a page that was loaded without stays as it is. */
  run(scripts: boolean): Promise<void>
}

const known = new Map<string, Promise<Watched>>()

/** Two browsers for each role on each site, with scripts and without; signed in once. */
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
      run: async runs => {
        if (!scripts) await session.send('Emulation.setScriptExecutionDisabled', { value: !runs })
      },
    }
  }
  const key = `${on} ${as} ${scripts}`
  if (!known.has(key)) known.set(key, start())
  return known.get(key)!
}

test('every address that can be opened is in the list of page kinds, or named there as having no page', () => {
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

test('in the browser without scripts none runs', async () => {
  const {
    someone: { page },
    run,
  } = await visitorAs('empty', 'visitor', false)
  await run(false)
  await page.goto('data:text/html,<title>none</title><script>document.title = "some"</script>')
  expect(await page.title()).toBe('none')
})

interface Seen extends Watched {
  readonly source: string
  readonly outcome: { readonly status: number; readonly title: string; readonly headings: readonly string[] }
}

async function seen({ on, reach }: State, as: PageKind['as'], scripts: boolean): Promise<Seen> {
  const visitor = await visitorAs(on, as, scripts)
  const { someone, watched, run } = visitor
  await run(false)
  await someone.page.setViewportSize({ width: 320, height: 800 })
  const way = reach(places)
  await (typeof way === 'string' ? someone.open(way) : way(someone, sites[on]))
  const { source, status } = await watched.document()
  const title = await someone.page.title()
  await run(true)
  return {
    ...visitor,
    source,
    outcome: { status, title, headings: await someone.page.getByRole('heading', { level: 1 }).allInnerTexts() },
  }
}

/** The address and the title of each page that was seen full. */
const titles = new Map<string, string>()

/** What is wrong with a page in a state, with scripts and without. */
async function faultsOf(path: string, name: string, as: PageKind['as'], state: State): Promise<readonly string[]> {
  const plain = await seen(state, as, false)
  const scripted = await seen(state, as, true)
  const { status, title, headings } = scripted.outcome
  const { page } = scripted.someone
  const asked = state.status ?? (name === 'error' ? undefined : 200)
  const faults = [
    ...((asked === undefined ? status < 400 : status !== asked) ? [`It answers ${status}`] : []),
    ...((await page.getByRole('heading', { name: 'There is a problem' }).count()) > 0 !== title.startsWith('Error: ')
      ? [`Its title is ${title}, with ${status}`]
      : []),
    ...(headings.length === 1 ? [] : ['It has not one main heading']),
    ...(withoutIds(plain.outcome) === withoutIds(scripted.outcome)
      ? []
      : [`Without scripts it is otherwise: ${JSON.stringify(plain.outcome)}, not ${JSON.stringify(scripted.outcome)}`]),
  ]
  const html = htmlFaults(scripted.source)
  // Where scripts leave the page as it was sent, without them it is the same one.
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

test.each(states)('%s, %s', async (path, name, { as }: PageKind, state) => {
  expect(await faultsOf(path, name, as, state)).toEqual([])
})

test.each(Object.entries(otherFaces))('%s', async (name, { as, ...state }) => {
  expect(await faultsOf(name, name, as, state)).toEqual([])
})
