import { beginWriting } from '../support/writing.js'
import type { People } from './people.js'

/** An author, a moderator and another moderator bring a suggestion to its publication. */
export async function reviewSuggestion({ visitor, signedIn, registered, site }: People): Promise<void> {
  const author = await registered('anytown', 'Amos')
  await beginWriting(author, 'barrier', 'Fax machines are still demanded', {
    Text: '## What happens\n\nA form must be *faxed*.\n',
  })
  await author.press('Send this barrier for review')
  await author.sees('Sent for review')
  const suggestion = new URL(author.page.url()).pathname

  const reader = await visitor()
  await reader.open('/search?q=fax+machines+demanded')
  await reader.arrives('Search results')
  expect(await reader.page.getByText('Fax machines are still demanded').count()).toBe(0)

  const moderator = await signedIn(site.accounts.moderator)
  await moderator.goTo('Review')
  await moderator.follow('Fax machines are still demanded')
  await moderator.sees('The text as the author wrote it', 'A form must be *faxed*.', 'How the page will look')
  expect(
    await moderator.page
      .getByRole('main')
      .locator('em', { hasText: /^faxed$/ })
      .isVisible(),
  ).toBe(true)
  await moderator.choose('Request changes')
  await moderator.press('Save decision')
  await moderator.sees('There is a problem')
  await moderator.choose('Request changes')
  await moderator.fill({ 'Message to the author': 'Say whom it affects, please.' })
  await moderator.press('Save decision')
  await moderator.arrives('Review')

  await author.open('/account/suggestions')
  await author.sees('Changes requested', 'Say whom it affects, please.')
  await author.follow('Fax machines are still demanded')
  await author.follow('Edit your suggestion')
  await author.arrives('Edit your suggestion')
  await author.fill({
    Text: '## What happens\n\nA form must be *faxed*.\n\n## Who it affects\n\nEveryone without a fax.\n',
  })
  await author.press('Send the edited suggestion')
  await author.sees('Waiting for review')

  const another = await signedIn(site.accounts.admin)
  await another.open(suggestion.replace('/suggestions/', '/review/'))
  await another.sees('Everyone without a fax.', 'Say whom it affects, please.')
  await another.choose('Publish')
  await another.press('Save decision')
  await another.arrives('Review')

  await reader.open('/search?q=fax+machines+demanded')
  await reader.follow('Fax machines are still demanded')
  await reader.arrives('Fax machines are still demanded')
  await reader.sees('Everyone without a fax.')
  await author.open('/account/suggestions')
  await author.sees('Published')
}
