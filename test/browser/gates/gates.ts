import type { Browser } from 'playwright-core'
import { titleOf } from '../../support/html.js'
import { browserOn, type Browser as HttpBrowser } from '../../support/browser.js'
import { otherFaces, statesOf, type PageKind, type Places, type State } from '../page-kinds.js'
import { launchChromium } from '../support/chromium.js'
import { htmlFaults } from '../support/html-faults.js'
import { faultsOfLargeText, faultsOfLooks, resize } from '../support/looks.js'
import { accountAt, person, type Person } from '../support/person.js'
import { preparePlaces, signInTo } from '../support/places.js'
import { demonstrationSite, emptySite, type Account, type Role, type Sites } from '../support/running-site.js'
import { watch, type Visit, type Watch } from '../support/watch.js'

type On = State['on']
type Reader = PageKind['as']

interface Watched {
  readonly someone: Person
  readonly watched: Watch
  /** Switches scripts on or off. Evaluating in the page needs them; a page loaded without scripts stays as it is. */
  allowScripts(isAllowed: boolean): Promise<void>
}

/** How a page is in a browser. */
interface Outcome {
  readonly status: number
  readonly title: string
  readonly headings: readonly string[]
}

interface Seen extends Watched, Pick<Visit, 'source' | 'hadScripts'> {
  readonly outcome: Outcome
  readonly namesProblem: boolean
  /** Whether scripts left the page as it was sent, so that it is the same without them. */
  readonly isAsSent: boolean
}

/**
 * Defines a test for every state of every page that these readers see. There are two test files, so that they run side
 * by side.
 */
export function gates(isFor: (reader: Reader) => boolean): void {
  let browser: Browser
  let sites: Sites
  let places: Places

  beforeAll(async () => {
    const [started, full, empty] = await Promise.all([launchChromium(), demonstrationSite(), emptySite()])
    browser = started
    sites = { full, empty }
    places = await preparePlaces(sites)
  })

  afterAll(async () => {
    await browser.close()
    await Promise.all([sites.full.stop(), sites.empty.stop()])
  })

  const readers = new Map<string, Promise<Watched>>()

  /** Opens up to two browsers for each role on each site, with scripts and without, and signs in once. */
  function readerAs(on: On, as: Reader, scripts: boolean): Promise<Watched> {
    const key = `${on} ${as} ${scripts}`
    if (!readers.has(key)) readers.set(key, startReader(on, as, scripts))
    return readers.get(key)!
  }

  async function startReader(on: On, as: Reader, scripts: boolean): Promise<Watched> {
    const isSignedInElsewhere = !scripts && as !== 'visitor'
    const cookies = isSignedInElsewhere ? await cookiesOf(await readerAs(on, as, true)) : []
    const someone = await person(browser, sites[on], { scripts, cookies })
    const watched = watch(someone.page.context(), sites[on].address)
    if (scripts) await becomeReader(someone, on, as)
    const session = await someone.page.context().newCDPSession(someone.page)
    return {
      someone,
      watched,
      allowScripts: async isAllowed => {
        if (!scripts) await session.send('Emulation.setScriptExecutionDisabled', { value: !isAllowed })
      },
    }
  }

  async function becomeReader(someone: Person, on: On, as: Reader): Promise<void> {
    if (as === 'unlisted') await someone.register(accountAt('not-listed'), 'Una Unlisted')
    else if (as !== 'visitor') await someone.signIn(accountOf(sites, on, as))
  }

  async function seen({ on, reach }: State, as: Reader, scripts: boolean): Promise<Seen> {
    const reader = await readerAs(on, as, scripts)
    const { someone, watched, allowScripts } = reader
    await allowScripts(false)
    await resize(someone.page)
    const way = reach(places)
    await (typeof way === 'string' ? someone.open(way) : way(someone, sites[on]))
    const { source, status, hadScripts } = await watched.visit()
    await allowScripts(true)
    const { title, headings, ...rest } = await someone.page.evaluate(whatIsThere, source)
    return { ...reader, source, hadScripts, outcome: { status, title, headings }, ...rest }
  }

  /** Lists what is wrong with a page in a state, with scripts and without. */
  async function faultsOf(as: Reader, state: State): Promise<readonly string[]> {
    const scripted = await seen(state, as, true)
    const html = htmlFaults(scripted.source)
    const isAlone = scripted.isAsSent && (typeof state.reach(places) === 'string' || !scripted.hadScripts)
    return [
      ...faultsOfOutcome(scripted, state.status ?? 200),
      ...(isAlone ? [] : await faultsWithoutScripts(scripted, await seen(state, as, false))),
      ...(await faultsOfLooks(scripted.someone.page)),
      ...(state.isUsual ? await faultsOfLargeText(scripted.someone.page) : []),
      ...(await html),
      ...scripted.watched.faults(),
    ]
  }

  test('a browser without scripts runs none', async () => {
    const { someone, allowScripts } = await readerAs('empty', 'visitor', false)
    await allowScripts(false)
    await someone.page.goto('data:text/html,<title>none</title><script>document.title = "some"</script>')
    expect(await someone.page.title()).toBe('none')
  })

  // It opens the pages of all readers, so one of the files is enough.
  if (isFor('visitor'))
    test('no two pages have the same title', async () => {
      const titles = await titlesOf(sites, places)
      expect(
        titles.filter(
          page => page.status !== 200 || titles.some(other => other !== page && other.title === page.title),
        ),
      ).toEqual([])
    })

  test.each(statesOf(isFor))('the page at %s has no faults in the state “%s”', async (_, __, as, state) => {
    expect(await faultsOf(as, state)).toEqual([])
  })

  test.each(Object.entries(otherFaces).filter(([, { as }]) => isFor(as)))(
    'the page for “%s” has no faults',
    async (_, { as, ...state }) => {
      expect(await faultsOf(as, state)).toEqual([])
    },
  )
}

/** Opens every page as most people see it, without a browser window. Returns the titles. */
async function titlesOf(sites: Sites, places: Places) {
  const { full } = sites
  const readers: Readonly<Record<Reader, HttpBrowser>> = {
    visitor: browserOn(full.address),
    unlisted: browserOn(full.address),
    member: await signInTo(full, full.accounts.member),
    moderator: await signInTo(full, full.accounts.moderator),
    admin: await signInTo(full, full.accounts.admin),
  }
  const pages = statesOf(() => true).filter(([, , , state]) => state.isUsual)
  return Promise.all(
    pages.map(async ([path, , as, { on, reach }]) => {
      const reader = on === 'full' ? readers[as] : browserOn(sites[on].address)
      const { status, text } = await reader.get(reach(places) as string)
      return { path, status, title: titleOf(text) }
    }),
  )
}

/** Returns the account of a role. @throws if nobody on that site has it. */
function accountOf(sites: Sites, on: On, role: Role): Account {
  const accounts: Readonly<Partial<Record<Role, Account>>> = sites[on].accounts
  const account = accounts[role]
  if (!account) throw new Error(`no ${role} on the ${on} site`)
  return account
}

const cookiesOf = ({ someone }: Watched) => someone.page.context().cookies()

/** Runs in the page. Says what is on it, and whether scripts left it as it was sent. */
function whatIsThere(sent: string) {
  const visible = (selector: string): readonly HTMLElement[] =>
    [...document.querySelectorAll<HTMLElement>(selector)].filter(element => element.checkVisibility())
  const parsed = new DOMParser().parseFromString(sent, 'text/html')
  return {
    title: document.title,
    headings: visible('h1, [role=heading][aria-level="1"]').map(heading => heading.innerText),
    namesProblem: visible('h1, h2, h3, h4, h5, h6, [role=heading]').some(heading =>
      heading.innerText.includes('There is a problem'),
    ),
    isAsSent:
      document.querySelector('noscript') === null &&
      document.title === parsed.title &&
      document.body.outerHTML === parsed.body.outerHTML,
  }
}

/** Lists what is wrong with a page's status, title and main heading. */
function faultsOfOutcome(
  { outcome: { status, title, headings }, namesProblem }: Seen,
  expected: number | 'error',
): string[] {
  const isExpected = expected === 'error' ? status >= 400 : status === expected
  return [
    ...(isExpected ? [] : [`It answers ${status}`]),
    ...(namesProblem === title.startsWith('Error: ') ? [] : [`Its title is ${title}, with ${status}`]),
    ...(headings.length === 1 ? [] : [`It has ${headings.length} main headings`]),
  ]
}

const withoutIds = (outcome: Outcome): string => JSON.stringify(outcome).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')

async function faultsWithoutScripts(scripted: Seen, plain: Seen): Promise<readonly string[]> {
  const [with_, without] = [withoutIds(scripted.outcome), withoutIds(plain.outcome)]
  return [
    ...(with_ === without ? [] : [`Without scripts it differs: ${without}, not ${with_}`]),
    // If scripts leave the page as it was sent, it looks the same without them.
    ...(scripted.isAsSent ? [] : (await faultsOfLooks(plain.someone.page)).map(fault => `Without scripts: ${fault}`)),
    ...plain.watched.faults(),
  ]
}
