import type { People } from './people.js'

/** A reader looks for what gets in their way, and for what worked at organisations like theirs. */
export async function findWorkaround({ visitor }: People): Promise<void> {
  const reader = await visitor()
  await reader.open('/')
  await reader.fill({ 'What gets in your way?': 'websites blocked' })
  await reader.press('Search')
  await reader.arrives('Search results')
  await reader.follow('Websites are blocked by category')
  await reader.arrives('Websites are blocked by category')
  await reader.sees('Solutions', 'worked at 3 organisations: 2 councils and 1 NHS body')
  await reader.follow('Set up a staff panel to review the block list')
  await reader.arrives('Set up a staff panel to review the block list')
  await reader.sees('Proven', '2 councils')

  await reader.open('/')
  await reader.select('Kind of organisation', 'Councils')
  await reader.press('Show what worked')
  await reader.arrives('Solutions')
  await reader.choose(/^\s*Proven/)
  await reader.press('Apply filters')
  await reader.sees('remove the filter Councils', 'Set up a staff panel to review the block list')
}
