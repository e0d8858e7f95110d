import type { Response } from 'supertest'
import { linkIn, textOf } from '../../support/html.js'
import { browserOn, pageFields, type Browser } from '../../support/browser.js'
import type { Places } from '../page-kinds.js'
import type { Account, RunningSite, Sites } from './running-site.js'

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
export async function signInTo(
  { address }: Pick<RunningSite, 'address'>,
  { email, passphrase }: Account,
): Promise<Browser> {
  const browser = browserOn(address)
  addressAfter(await browser.sendWithToken('/sign-in', { email, passphrase }))
  return browser
}

/** Returns the address that a form led to. */
function addressAfter({ status, headers, text }: Response): string {
  if (status !== 303) throw new Error(`the form was not accepted: ${status} ${textOf(text).slice(0, 300)}`)
  return headers['location']!
}

/** Sends the form on a page. Returns the address that it led to. */
const submit = async (browser: Browser, page: string, fields: Fields, action?: string): Promise<string> =>
  addressAfter(await browser.submitForm(page, fields, action))

/** Sends the form for a new page. Returns the address of the page, or of the suggestion. */
const writePage = (author: Browser, kind: Kind, title: string, fields: Fields = {}): Promise<string> =>
  submit(author, `/${kind}s/new/write`, { ...pageFields({ title, tags: '' }), ...fields } as Fields)

/** Changes a page, or suggests the change. Returns the address of the page, or of the suggestion. */
const editPage = (author: Browser, address: string, fields: Fields): Promise<string> =>
  submit(author, `${address}/edit`, { intent: 'save', ...fields })

/** Publishes a page and then a second revision of it. */
async function publishTwice(author: Browser, kind: Kind, title: string): Promise<string> {
  const address = await writePage(author, kind, title)
  return editPage(author, address, {
    summary: 'Said better.',
    body: '## What happens\n\nIt works now and then.\n',
    note: 'Said better',
  })
}

/** Sends a suggestion and amends it. */
async function suggestAndAmend(member: Browser): Promise<string> {
  const suggestion = await writePage(member, 'barrier', 'Forms are printed to be scanned')
  return submit(member, `${suggestion}/amend`, {
    intent: 'save',
    body: '## What happens\n\nIt is printed, signed and scanned.\n',
  })
}

/** Suggests a change to lines of a page that then change. */
async function suggestConflict(member: Browser, moderator: Browser): Promise<string> {
  const disputed = await writePage(moderator, 'barrier', 'Two say different things here')
  const suggestion = await editPage(member, disputed, { body: '## What happens\n\nIt hardly ever works.\n' })
  await editPage(moderator, disputed, { body: '## What happens\n\nIt works on Mondays.\n' })
  return suggestion
}

/** Publishes a page and archives it. */
async function archivePage(moderator: Browser): Promise<string> {
  const address = await writePage(moderator, 'barrier', 'The pager has no signal')
  return submit(moderator, `${address}/archive`, { reason: 'other' })
}

/** Reports that the member's organisation faces a barrier. Returns the address of the report. */
const reportBarrier = (member: Browser, barrier: string): Promise<string> =>
  submit(member, barrier, {}, `${barrier}/reports`)

async function reportAndWithdraw(member: Browser): Promise<string> {
  const report = await reportBarrier(member, '/barriers/staff-were-never-shown-the-basic-tools')
  await submit(member, report, {}, `${report}/withdraw`)
  return report
}

/** Reports that a solution worked. Returns the address of the report. */
async function reportTrial(member: Browser, solution: string): Promise<string> {
  await submit(member, `${solution}/trials/new`, { state: 'worked' }, `${solution}/trials`)
  return linkIn((await member.get(solution)).text, 'Correct or withdraw your report')!
}

/** Runs a command that prints a one-time link. Returns the link's path. */
const oneTimeLink = async (site: RunningSite, ...args: readonly string[]): Promise<string> =>
  /\/passphrase\/\S+/.exec(await site.command(['member', ...args]))![0]

/** Creates an invitation. Returns its path. */
async function inviteSomeone(admin: Browser): Promise<string> {
  const { text } = await admin.submitForm('/admin/invitations', {}, '/admin/invitations')
  return /\/invitation\/[\w-]+/.exec(text)![0]
}

/** Creates the pages, suggestions and statements on the full site that `pageKinds` needs. */
export async function preparePlaces({ full, empty }: Sites): Promise<Places> {
  const [member, moderator, admin] = await Promise.all([
    signInTo(full, full.accounts.member),
    signInTo(full, full.accounts.moderator),
    signInTo(full, full.accounts.admin),
  ])
  const suggestion = await suggestAndAmend(member)
  return {
    barrier: await publishTwice(moderator, 'barrier', 'The tea urn is not on the network'),
    solution: await publishTwice(moderator, 'solution', 'Carry the tea by hand'),
    rich: await writePage(moderator, 'barrier', 'Words are blocked by their length', { body: richText }),
    suggestion,
    review: reviewOf(suggestion),
    conflict: reviewOf(await suggestConflict(member, moderator)),
    report: await reportBarrier(member, '/barriers/visiting-staff-cannot-get-on-the-wifi'),
    trial: await reportTrial(member, '/solutions/offer-govwifi-to-visitors-and-staff'),
    archived: await archivePage(moderator),
    withdrawn: await reportAndWithdraw(member),
    passphrase: await oneTimeLink(full, 'link', full.accounts.member.email),
    unused: [await oneTimeLink(full, 'create', 'unused@anytown.example', '--name', 'Unused')],
    firstAdmin: empty.firstAdmin!,
    invitation: await inviteSomeone(admin),
    block: /\/admin\/members\/[^/"]+\/block/.exec((await admin.get('/admin/members')).text)![0],
  }
}

const reviewOf = (suggestion: string): string => suggestion.replace('/suggestions/', '/review/')
