import { publishPage } from '../support/writing.js'
import type { People } from './people.js'

/** A member signs out in another window while they write. */
export async function sendAfterSessionEnds({ visitor, site }: People): Promise<void> {
  const writer = await visitor()
  await writer.signIn(site.accounts.moderator)
  const address = await publishPage(writer, 'barrier', 'The lift is out of order')
  await writer.open(`${address}/edit`)
  const text = 'Typed for an hour.\n\n\tWith a tab, “quotes” & <angles>.\n'
  await writer.fill({ Text: text })
  const elsewhere = await writer.page.context().newPage()
  await elsewhere.goto('/sign-out')
  await elsewhere.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
  await elsewhere.getByRole('link', { name: 'Sign in', exact: true }).waitFor()

  await writer.press('Publish this change')
  await writer.arrives('You have been signed out')
  expect(await writer.typedIn('Text')).toBe(text)
  const { email, passphrase } = site.accounts.moderator
  await writer.fill({ 'Email address': email, Passphrase: passphrase })
  await writer.press('Sign in and continue')
  await writer.arrives('You are signed in. Send your text')
  await writer.press('Send it now')
  await writer.arrives('The lift is out of order')
  await writer.sees('Typed for an hour.')
  await writer.open(`${address}/edit`)
  expect(await writer.typedIn('Text')).toBe(text)
}
