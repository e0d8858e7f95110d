import { launchChromium } from '../support/chromium.js'
import { accountAt, person, type Circumstances, type Person } from '../support/person.js'
import { demonstrationSite, type Account, type RunningSite } from '../support/running-site.js'

/** The people of a journey, and the site that they use. Each has a browser of their own. */
export interface People {
  readonly site: RunningSite
  /** Somebody who is not signed in. */
  visitor(): Promise<Person>
  /** Somebody who is signed in to a demonstration account, the same person every time. */
  signedIn(account: Account): Promise<Person>
  /** A new member with an account at an organisation of the sample. */
  registered(organisation: string, name: string): Promise<Person>
  /** Closes the browsers and stops the site. */
  leave(): Promise<void>
}

/** Starts a site for people in these circumstances. */
export async function startPeople(circumstances: Circumstances): Promise<People> {
  const [browser, site] = await Promise.all([launchChromium(), demonstrationSite()])
  const visitor = (): Promise<Person> => person(browser, site, circumstances)
  return {
    site,
    visitor,
    signedIn: signingInOnce(visitor),
    registered: async (organisation, name) => {
      const someone = await visitor()
      await someone.register(accountAt(organisation, name.toLowerCase()), name)
      return someone
    },
    leave: async () => {
      await browser.close()
      await site.stop()
    },
  }
}

/** Signs in to each account only once, because signing in is slow by design. */
function signingInOnce(visitor: () => Promise<Person>): People['signedIn'] {
  const peopleByAccount = new Map<Account, Person>()
  return async account => {
    const someone = peopleByAccount.get(account) ?? (await visitor())
    if (!peopleByAccount.has(account)) await someone.signIn(account)
    peopleByAccount.set(account, someone)
    return someone
  }
}
