import { publishPage } from '../support/writing.js'
import type { People } from './people.js'

/** Two people edit a page at once: first parts that merge, then the same part. */
export async function editAtOnce({ signedIn, site }: People): Promise<void> {
  const first = await signedIn(site.accounts.moderator)
  const second = await signedIn(site.accounts.admin)
  const before = '## What happens\n\nThe first part.\n\n## Who it affects\n\nThe second part.\n'
  const address = await publishPage(first, 'barrier', 'Two people write here', { Text: before })
  const openBothForms = async (): Promise<void> => {
    for (const writer of [first, second]) await writer.open(`${address}/edit`)
  }

  await openBothForms()
  await first.fill({ Text: before.replace('The first part.', 'The first part, by one.') })
  await first.press('Publish this change')
  await first.sees('The first part, by one.')
  await second.fill({ Text: before.replace('The second part.', 'The second part, by the other.') })
  await second.press('Publish this change')
  await second.sees('Merged and published', 'The first part, by one.', 'The second part, by the other.')

  await openBothForms()
  const current = await first.typedIn('Text')
  await first.fill({ Text: current.replace('by one.', 'by one again.') })
  await first.press('Publish this change')
  await first.sees('The first part, by one again.')
  await second.fill({ Text: current.replace('by one.', 'put otherwise.') })
  await second.press('Publish this change')
  await second.arrives('Someone changed this part while you were writing')
  await second.sees('The first part, by one again.', 'The first part, put otherwise.')
  const merged = await second.typedIn('Text')
  expect(merged).toContain('The first part, by one again.')
  expect(merged).toContain('The first part, put otherwise.')
  await second.press('Publish the merged page')
  await second.arrives('Two people write here')
  await second.sees('The first part, by one again.', 'The first part, put otherwise.', 'The second part, by the other.')
}
