import { publishPage } from '../support/writing.js'
import type { People } from './people.js'

/** Members of two organisations report a barrier and what worked, until a solution is proven. */
export async function reportWhatWorked({ visitor, signedIn, registered, site }: People): Promise<void> {
  const author = await signedIn(site.accounts.moderator)
  const barrier = await publishPage(author, 'barrier', 'Quokka printers jam weekly')
  await author.open(barrier)
  await author.follow('Know a solution? Add it')
  await author.fill({ 'Describe it in a few words': 'Lend the quokka printers away' })
  await author.press('Continue')
  await author.follow('ocument a new solution')
  await author.fill({ Summary: 'Somebody else has them.', Text: '## What to do\n\nLend them.\n' })
  await author.select('Theme', 'IT and access')
  await author.press('Publish this solution')
  await author.arrives('Lend the quokka printers away')
  const solution = new URL(author.page.url()).pathname

  const nat = await registered('northbank', 'Nat')
  await nat.open(barrier)
  await nat.press('We face this now')
  await nat.sees('We have added Northbank Example Council to the organisations facing this.')
  await nat.open(barrier)
  await nat.sees('You reported “Facing it” for', 'faced by 1 organisation')
  await nat.follow(/We tried this.*Lend the quokka printers away/)
  await nat.choose(/^\s*Worked/)
  await nat.fill({ 'A note (optional)': 'They never came back.' })
  await nat.press('Send report')
  await nat.sees('Report saved', 'They never came back.')

  const reader = await visitor()
  await reader.open(solution)
  await reader.sees('Worked, not proven yet')

  const anna = await registered('anytown', 'Anna')
  await anna.open('/search?q=quokka')
  await anna.press(/We face this now.*Quokka printers jam weekly/)
  await anna.sees('We have added Anytown Example Council to the organisations facing this.')
  await anna.open('/search?q=quokka')
  await anna.follow(/We tried this.*Lend the quokka printers away/)
  await anna.choose(/^\s*Worked/)
  await anna.press('Send report')
  await anna.sees('Report saved')

  await reader.open(solution)
  await reader.sees('Proven', 'worked at 2 organisations')
  await reader.open(barrier)
  await reader.sees('Has a proven solution', 'faced by 2 organisations')
  await reader.open(solution)
  await reader.follow('Northbank Example Council')
  await reader.arrives('Northbank Example Council')
  await reader.sees('Still in the way', 'Quokka printers jam weekly', 'Lend the quokka printers away')
}
