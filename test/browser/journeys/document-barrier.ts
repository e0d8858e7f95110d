import { accountAt } from '../support/person.js'
import type { People } from './people.js'

/** A newcomer documents a barrier and has to register on the way. */
export async function documentBarrier({ visitor }: People): Promise<void> {
  const newcomer = await visitor()
  await newcomer.open('/')
  await newcomer.follow('Document a barrier')
  await newcomer.fill({ 'Describe it in a few words': 'websites blocked by the category they are in' })
  await newcomer.press('Continue')
  await newcomer.sees('Is it one of these?', 'Websites are blocked by category')
  await newcomer.follow('None of these: document a new barrier')
  await newcomer.arrives('Sign in')
  await newcomer.register(accountAt('northbank', 'newcomer'), 'Nora Newcomer')
  await newcomer.arrives('Document a new barrier')
  expect(await newcomer.typedIn('Title')).toBe('websites blocked by the category they are in')
  await newcomer.fill({
    Title: 'Maps are blocked as entertainment',
    Summary: 'Map sites do not open.',
    Text: '## What happens\n\nThe map stays grey.\n',
  })
  await newcomer.press('Send this barrier for review')
  await newcomer.sees('There is a problem', 'Choose a theme')
  expect(await newcomer.page.title()).toMatch(/^Error: /)
  expect(await newcomer.typedIn('Title')).toBe('Maps are blocked as entertainment')
  await newcomer.select('Theme', 'IT and access')
  await newcomer.press('Preview')
  await newcomer.sees('Preview: nothing is saved yet')
  await newcomer.press('Send this barrier for review')
  await newcomer.sees('Sent for review')
  await newcomer.goTo('My suggestions')
  await newcomer.arrives('My suggestions')
  await newcomer.sees('Maps are blocked as entertainment', 'Waiting for review')
}
