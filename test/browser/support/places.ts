import type { Places } from '../page-kinds.js'
import type { Person } from './person.js'
import type { Role, RunningSite } from './running-site.js'
import { beginWriting, published } from './writing.js'

const pathOf = ({ page }: Person): string => new URL(page.url()).pathname

/** A text that uses all of Markdown and some HTML, with a table and words that are too wide for a small screen. */
const richText = [
  '# A title in the text',
  '',
  '### Two below',
  '',
  'Some **bold**, *italic*, ~~struck~~, `code`, a [link](https://www.example.org/a?b=c&d), a bare https://www.example.org/ and a picture: ![Alt](https://www.example.org/a.png).',
  '',
  '- one',
  '  - under one',
  '- two',
  '',
  '3. three',
  '4. four',
  '',
  '> Said.',
  '>',
  '> > Said of that.',
  '',
  '```',
  `code ${'long '.repeat(60)}`,
  '```',
  '',
  '| Left | Middle | Right | Wide |',
  '| :--- | :---: | ---: | --- |',
  `| a | b | c | ${'wide-'.repeat(40)} |`,
  '',
  '---',
  '',
  'x'.repeat(400),
  '',
  '<b onclick="a()">no HTML</b>',
].join('\n')

/** Creates the pages, suggestions and statements on the full site that `pageKinds` needs. */
export async function preparedPlaces(
  signedIn: (role: Role) => Promise<Person>,
  sites: Readonly<Record<'full' | 'empty', RunningSite>>,
): Promise<Places> {
  const member = await signedIn('member')
  const moderator = await signedIn('moderator')

  const revised = async (kind: 'barrier' | 'solution', title: string): Promise<string> => {
    const address = await published(moderator, kind, title)
    await moderator.open(`${address}/edit`)
    await moderator.fill({
      Summary: 'Said better.',
      Text: '## What happens\n\nIt works now and then.\n',
      'Note (optional)': 'Said better',
    })
    await moderator.press('Publish this change')
    await moderator.sees('It works now and then.')
    return address
  }

  const suggested = async (): Promise<string> => {
    await member.sees('Sent for review')
    return pathOf(member)
  }

  const barrier = await revised('barrier', 'The tea urn is not on the network')
  const solution = await revised('solution', 'Carry the tea by hand')

  const rich = await published(moderator, 'barrier', 'Words are blocked by their length', { Text: richText })

  await beginWriting(member, 'barrier', 'Forms are printed to be scanned')
  await member.press('Send this barrier for review')
  const suggestion = await suggested()
  await member.open(`${suggestion}/amend`)
  await member.fill({ Text: '## What happens\n\nIt is printed, signed and scanned.\n' })
  await member.press('Send the amended suggestion')
  await member.sees('It is printed, signed and scanned.')

  const disputed = await published(moderator, 'barrier', 'Two say different things here')
  await member.open(`${disputed}/edit`)
  await member.fill({ Text: '## What happens\n\nIt hardly ever works.\n' })
  await member.press('Suggest this change')
  const conflict = (await suggested()).replace('/suggestions/', '/review/')
  await moderator.open(`${disputed}/edit`)
  await moderator.fill({ Text: '## What happens\n\nIt works on Mondays.\n' })
  await moderator.press('Publish this change')
  await moderator.sees('It works on Mondays.')

  const archived = await published(moderator, 'barrier', 'The pager has no signal')
  await moderator.follow('Archive')
  await moderator.select('Reason', 'Another reason')
  await moderator.press('Archive this page')
  await moderator.sees('Bring this page back')

  const linkIn = (said: string): string => /\/passphrase\/\S+/.exec(said)![0]
  const unused = await Promise.all(
    ['one', 'two'].map(async name =>
      linkIn(await sites.full.command(['member', 'create', `${name}@anytown.example`, '--name', name])),
    ),
  )
  const passphrase = linkIn(await sites.full.command(['member', 'link', sites.full.accounts.member.email]))

  await member.open('/barriers/visiting-staff-cannot-get-on-the-wifi')
  await member.press('We faced this')
  await member.sees('Recorded')
  const report = pathOf(member)
  await member.open('/barriers/staff-were-never-shown-the-basic-tools')
  await member.press('We faced this')
  await member.sees('Recorded')
  const withdrawn = pathOf(member)
  await member.press('Withdraw it')
  await member.sees('Withdrawn')
  await member.open('/solutions/offer-govwifi-to-visitors-and-staff/trials/new')
  await member.choose(/^Worked/)
  await member.press('We tried this')
  await member.sees('Recorded')
  await member.follow('Change or withdraw it')
  await member.arrives(/^Your trial of/)
  return {
    barrier,
    solution,
    rich,
    suggestion,
    review: suggestion.replace('/suggestions/', '/review/'),
    conflict,
    report,
    trial: pathOf(member),
    archived,
    withdrawn,
    passphrase,
    unused,
    firstAdmin: sites.empty.firstAdmin!,
  }
}
