import type { Browser, Locator, Page } from 'playwright-core'
import type { Account, RunningSite } from './running-site.js'
import { PASSPHRASE } from '../../support/site.js'

type Words = string | RegExp

/** What a person does with a page: by the words they see, never by how it is built. */
export interface Person {
  readonly page: Page
  open(address: string): Promise<void>
  /** Follows the first link in the page's main part with these words. */
  follow(link: Words): Promise<void>
  /** Presses the first button in the page's main part with these words. */
  press(button: Words): Promise<void>
  /** Types into fields, by their labels; what stood there goes. */
  fill(fields: Readonly<Record<string, string>>): Promise<void>
  select(label: string, option: string): Promise<void>
  /** Chooses a radio button, or ticks a box. */
  choose(label: Words): Promise<void>
  /** Waits until the page's heading is this. */
  arrives(heading: Words): Promise<void>
  /** Waits until these words can be seen in the page's main part. */
  sees(...words: readonly Words[]): Promise<void>
  /** What a field holds. */
  typedIn(label: string): Promise<string>
  signIn(account: Account): Promise<void>
  /** Creates an account, from the page that asks to sign in or from the top. */
  register(account: Account, name: string): Promise<void>
}

/** Somebody who opens a browser. Without scripts where `scripts` is false. */
export async function person(browser: Browser, site: RunningSite, { scripts }: { readonly scripts: boolean }): Promise<Person> {
  const context = await browser.newContext({ baseURL: site.address, javaScriptEnabled: scripts, reducedMotion: 'reduce' })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const main = page.getByRole('main')
  const clicked = async (locator: Locator): Promise<void> => {
    await locator.first().click()
    await page.waitForLoadState()
  }
  const self: Person = {
    page,
    open: async address => { await page.goto(address) },
    follow: link => clicked(main.getByRole('link', { name: link })),
    press: button => clicked(main.getByRole('button', { name: button })),
    fill: async fields => { for (const [label, text] of Object.entries(fields)) await main.getByLabel(label, { exact: true }).fill(text) },
    select: async (label, option) => { await main.getByLabel(label, { exact: true }).selectOption({ label: option }) },
    choose: label => main.getByLabel(label).first().check(),
    arrives: heading => page.getByRole('heading', { level: 1, name: heading }).waitFor(),
    sees: async (...words) => { for (const one of words) await main.getByText(one).locator('visible=true').first().waitFor() },
    typedIn: label => main.getByLabel(label, { exact: true }).inputValue(),
    signIn: async ({ email, passphrase }) => {
      await self.open('/sign-in')
      await self.fill({ 'E-mail address': email, Passphrase: passphrase })
      await self.press('Sign in')
      await page.getByRole('button', { name: 'Sign out' }).first().waitFor()
    },
    register: async ({ email, passphrase }, name) => {
      if (!page.url().includes('/sign-in')) await self.open('/sign-in')
      await self.follow('Create an account')
      await self.fill({ 'Your name': name, 'Work e-mail address': email, Passphrase: passphrase })
      await self.press('Create account')
      await page.getByRole('button', { name: 'Sign out' }).first().waitFor()
    },
  }
  return self
}

/** An account that nobody has yet, at an organisation of the sample. */
export const accountAt = (organisation: string, name = 'newcomer'): Account => ({ email: `${name}@${organisation}.example`, passphrase: PASSPHRASE })
