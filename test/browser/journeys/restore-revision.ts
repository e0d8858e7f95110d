import { publishPage } from '../support/writing.js'
import type { People } from './people.js'

/** A page is renamed and then restored to its first revision. */
export async function restoreRevision({ visitor, signedIn, site }: People): Promise<void> {
  const author = await signedIn(site.accounts.moderator)
  const address = await publishPage(author, 'barrier', 'Chairs are booked on paper', { Text: 'Ask Reception.\n' })
  await author.follow('Edit this page')
  await author.fill({ Title: 'Rooms are booked on paper', Text: 'Ask the porter.\n' })
  await author.press('Publish this change')
  await author.arrives('Rooms are booked on paper')
  const renamed = new URL(author.page.url()).pathname
  expect(renamed).not.toBe(address)

  const reader = await visitor()
  await reader.open(address)
  await reader.arrives('Rooms are booked on paper')
  expect(new URL(reader.page.url()).pathname).toBe(renamed)
  await reader.follow('History')
  await reader.sees('Revision 2', 'Revision 1', 'Current')
  await reader.press('Compare')
  await reader.arrives('Changes from revision 1 to revision 2')
  await reader.sees('Chairs are booked on paper', 'Rooms are booked on paper', 'Ask Reception.', 'Ask the porter.')

  await author.open(`${renamed}/revisions/1`)
  await author.follow('Restore this revision')
  await author.sees('The form holds the text of revision 1. Nothing changes until you send it.')
  await author.press('Publish this change')
  await author.arrives('Chairs are booked on paper')
  await author.sees('Ask Reception.')
  await reader.open(renamed)
  await reader.arrives('Chairs are booked on paper')
}
