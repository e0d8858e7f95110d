import type { Response } from 'supertest'
import { linkIn, textOf } from '../../support/html.js'
import { browserOn, pageFields, type Browser } from '../../support/browser.js'
import type { Places } from '../page-kinds.js'
import type { Account, RunningSite } from './running-site.js'

type Kind = 'barrier' | 'solution'
type Fields = Readonly<Record<string, string>>

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

/** Signs in without a browser window. */
export async function signedInTo({ address }: RunningSite, { email, passphrase }: Account): Promise<Browser> {
  const browser = browserOn(address)
  addressAfter(await browser.sendWithToken('/sign-in', { email, passphrase }))
  return browser
}

/** Returns the address that a form led to. */
function addressAfter({ status, headers, text }: Response): string {
  if (status !== 303) throw new Error(`the form was not accepted: ${status} ${textOf(text).slice(0, 300)}`)
  return headers['location']!
}

const sent = async (browser: Browser, page: string, fields: Fields, action?: string): Promise<string> =>
  addressAfter(await browser.submitForm(page, fields, action))

/** Sends the form for a new page. Returns the address of the page, or of the suggestion. */
const wrote = (author: Browser, kind: Kind, title: string, fields: Fields = {}): Promise<string> =>
  sent(author, `/${kind}s/new/write`, { ...pageFields({ title, tags: '' }), ...fields } as Fields)

const edited = (author: Browser, address: string, fields: Fields): Promise<string> =>
  sent(author, `${address}/edit`, { intent: 'save', ...fields })

/** Publishes a page and then a second revision of it. */
async function revised(author: Browser, kind: Kind, title: string): Promise<string> {
  const address = await wrote(author, kind, title)
  return edited(author, address, {
    summary: 'Said better.',
    body: '## What happens\n\nIt works now and then.\n',
    note: 'Said better',
  })
}

/** Sends a suggestion and amends it. */
async function amended(member: Browser): Promise<string> {
  const suggestion = await wrote(member, 'barrier', 'Forms are printed to be scanned')
  return sent(member, `${suggestion}/amend`, {
    intent: 'save',
    body: '## What happens\n\nIt is printed, signed and scanned.\n',
  })
}

/** Suggests a change to lines of a page that then change. */
async function conflicting(member: Browser, moderator: Browser): Promise<string> {
  const disputed = await wrote(moderator, 'barrier', 'Two say different things here')
  const suggestion = await edited(member, disputed, { body: '## What happens\n\nIt hardly ever works.\n' })
  await edited(moderator, disputed, { body: '## What happens\n\nIt works on Mondays.\n' })
  return suggestion
}

async function archived(moderator: Browser): Promise<string> {
  const address = await wrote(moderator, 'barrier', 'The pager has no signal')
  return sent(moderator, `${address}/archive`, { reason: 'other' })
}

const reported = (member: Browser, barrier: string): Promise<string> => sent(member, barrier, {}, `${barrier}/reports`)

async function withdrawn(member: Browser): Promise<string> {
  const report = await reported(member, '/barriers/staff-were-never-shown-the-basic-tools')
  await sent(member, report, {}, `${report}/withdraw`)
  return report
}

async function tried(member: Browser, solution: string): Promise<string> {
  await sent(member, `${solution}/trials/new`, { state: 'worked' }, `${solution}/trials`)
  return linkIn((await member.get(solution)).text, 'Correct or withdraw your report')!
}

/** Runs a command that prints a one-time link. Returns the link's path. */
const oneTimeLink = async (site: RunningSite, ...args: readonly string[]): Promise<string> =>
  /\/passphrase\/\S+/.exec(await site.command(['member', ...args]))![0]

/** Creates the pages, suggestions and statements on the full site that `pageKinds` needs. */
export async function preparedPlaces({
  full,
  empty,
}: Readonly<Record<'full' | 'empty', RunningSite>>): Promise<Places> {
  const [member, moderator] = await Promise.all([
    signedInTo(full, full.accounts.member),
    signedInTo(full, full.accounts.moderator),
  ])
  const suggestion = await amended(member)
  return {
    barrier: await revised(moderator, 'barrier', 'The tea urn is not on the network'),
    solution: await revised(moderator, 'solution', 'Carry the tea by hand'),
    rich: await wrote(moderator, 'barrier', 'Words are blocked by their length', { body: richText }),
    suggestion,
    review: reviewOf(suggestion),
    conflict: reviewOf(await conflicting(member, moderator)),
    report: await reported(member, '/barriers/visiting-staff-cannot-get-on-the-wifi'),
    trial: await tried(member, '/solutions/offer-govwifi-to-visitors-and-staff'),
    archived: await archived(moderator),
    withdrawn: await withdrawn(member),
    passphrase: await oneTimeLink(full, 'link', full.accounts.member.email),
    unused: [await oneTimeLink(full, 'create', 'unused@anytown.example', '--name', 'Unused')],
    firstAdmin: empty.firstAdmin!,
  }
}

const reviewOf = (suggestion: string): string => suggestion.replace('/suggestions/', '/review/')
