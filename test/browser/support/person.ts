import type { Browser, Cookie, Locator, Page } from 'playwright-core'
import type { Account, RunningSite } from './running-site.js'
import { PASSPHRASE } from '../../support/browser.js'

type Words = string | RegExp

/** A person who uses pages by the words they see, never by the HTML. */
export interface Person {
  readonly page: Page
  open(address: string): Promise<void>
  /** Follows the first link with these words in the main part of the page. */
  follow(link: Words): Promise<void>
  /** Follows a link in the navigation. */
  goTo(link: string): Promise<void>
  /** Presses the first button with these words in the main part of the page. */
  press(button: Words): Promise<void>
  /** Types into fields, by their labels, and replaces their text. */
  fill(fields: Readonly<Record<string, string>>): Promise<void>
  select(label: string, option: string): Promise<void>
  /** Chooses a radio button, or ticks a box. */
  choose(label: Words): Promise<void>
  /** Waits for the page with this heading. */
  arrives(heading: Words): Promise<void>
  /** Waits until these words are visible in the main part of the page. */
  sees(...words: readonly Words[]): Promise<void>
  /** Returns the text of a field. */
  typedIn(label: string): Promise<string>
  signIn(account: Account): Promise<void>
  /** Creates an account, from the page that asks to sign in or from the header. */
  register(account: Account, name: string): Promise<void>
}

export interface Circumstances {
  readonly scripts: boolean
  /** Whether they use only the keyboard. */
  readonly keyboard?: boolean
  /** The cookies of somebody who has already signed in. */
  readonly cookies?: readonly Cookie[]
}

/** Opens a browser for a person. */
export async function person(
  browser: Browser,
  site: Pick<RunningSite, 'address'>,
  { scripts, keyboard = false, cookies = [] }: Circumstances,
): Promise<Person> {
  const context = await browser.newContext({
    baseURL: site.address,
    javaScriptEnabled: scripts,
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(15_000)
  if (cookies.length > 0) await context.addCookies([...cookies])
  const page = await context.newPage()
  const main = page.getByRole('main')
  const hands = keyboard ? keyboardOf(page) : mouse
  const clicked = async (locator: Locator): Promise<void> => {
    await hands.click(locator.first())
    await page.waitForLoadState()
  }
  const self: Person = {
    page,
    open: async address => {
      await page.goto(address)
    },
    follow: link => clicked(main.getByRole('link', { name: link })),
    goTo: link => clicked(page.getByRole('navigation').getByRole('link', { name: link, exact: true })),
    press: button => clicked(main.getByRole('button', { name: button })),
    fill: async fields => {
      for (const [label, text] of Object.entries(fields))
        await hands.fill(main.getByLabel(label, { exact: true }), text)
    },
    select: (label, option) => hands.select(main.getByLabel(label, { exact: true }), option),
    choose: label => hands.choose(main.getByLabel(label).first()),
    arrives: heading => page.getByRole('heading', { level: 1, name: heading }).waitFor(),
    sees: async (...words) => {
      for (const text of words) await main.getByText(text).locator('visible=true').first().waitFor()
    },
    typedIn: label => main.getByLabel(label, { exact: true }).inputValue(),
    signIn: async ({ email, passphrase }) => {
      await self.open('/sign-in')
      await self.fill({ 'Email address': email, Passphrase: passphrase })
      await self.press('Sign in')
      await page.getByRole('button', { name: 'Sign out' }).first().waitFor()
    },
    register: async ({ email, passphrase }, name) => {
      if (!page.url().includes('/sign-in')) await self.open('/sign-in')
      await self.follow('Create an account')
      await self.fill({ 'Your name': name, 'Work email address': email, Passphrase: passphrase })
      await self.press('Create account')
      await page.getByRole('button', { name: 'Sign out' }).first().waitFor()
    },
  }
  return self
}

/** The ways in which a person uses a page. */
interface Hands {
  click(target: Locator): Promise<void>
  fill(field: Locator, text: string): Promise<void>
  select(list: Locator, option: string): Promise<void>
  choose(option: Locator): Promise<void>
}

const mouse: Hands = {
  click: target => target.click(),
  fill: (field, text) => field.fill(text),
  select: async (list, option) => {
    await list.selectOption({ label: option })
  },
  choose: option => option.check(),
}

/** More presses of the tab key than any page needs. */
const MOST_PRESSES = 400

function keyboardOf(page: Page): Hands {
  /** Presses a key until `target` has the focus. */
  async function reach(target: Locator, key = 'Tab'): Promise<void> {
    await target.waitFor()
    // Looked for once: to find an element by its role takes longer than all presses.
    const element = await target.elementHandle()
    const isReached = (): Promise<boolean> => element.evaluate(node => node === document.activeElement)
    for (let presses = 0; !(await isReached()); presses++) {
      if (presses === MOST_PRESSES) throw new Error(`The ${key} key does not lead to ${target.toString()}`)
      await page.keyboard.press(key)
    }
  }

  return {
    click: async target => {
      await reach(target)
      await page.keyboard.press('Enter')
    },
    fill: async (field, text) => {
      await reach(field)
      await page.keyboard.press('Control+A')
      await page.keyboard.press('Delete')
      await page.keyboard.insertText(text)
    },
    select: async (list, option) => {
      await reach(list)
      await page.keyboard.type(option)
      const chosen = await list.evaluate(element => (element as HTMLSelectElement).selectedOptions[0]?.text)
      if (chosen !== option) throw new Error(`Typing ${option} chose ${chosen}`)
    },
    choose: async option => {
      const name = await option.getAttribute('name')
      if ((await option.getAttribute('type')) === 'radio') {
        // The tab key reaches one button of the group, and the arrow keys reach the others.
        const isInGroup = () =>
          page.evaluate(
            group => document.activeElement instanceof HTMLInputElement && document.activeElement.name === group,
            name,
          )
        for (let presses = 0; presses < MOST_PRESSES && !(await isInGroup()); presses++)
          await page.keyboard.press('Tab')
        await reach(option, 'ArrowDown')
      } else await reach(option)
      if (!(await option.isChecked())) await page.keyboard.press('Space')
    },
  }
}

/** Makes up a new account at an organisation of the sample. */
export const accountAt = (organisation: string, name = 'newcomer'): Account => ({
  email: `${name}@${organisation}.example`,
  passphrase: PASSPHRASE,
})
