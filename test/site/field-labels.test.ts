import { allRoutes } from '../../src/app.js'
import { addressOf, type PageHead } from '../../src/pages/index.js'
import { archive } from '../../src/review/index.js'
import { insertSynonymGroup } from '../../src/search/index.js'
import { fieldLabels } from '../../src/site/index.js'
import { createOneTimeLink } from '../../src/accounts/one-time-links.js'
import { ownStatementAddress, submitStatement } from '../support/evidence.js'
import { documentOf } from '../support/html.js'
import { republish, suggestChange } from '../support/review.js'
import { testSite, type Browser, type TestSite } from '../support/site.js'

/** The fields that an error page never gives back. */
const secret = /^_csrf$|passphrase$/i

interface SeenForm {
  readonly action: string
  readonly fields: readonly string[]
}

let site: TestSite
const forms: SeenForm[] = []

beforeAll(async () => {
  site = await testSite('sqlite')
  for (const address of await addressesWithForms()) {
    for (const browser of await browsers()) forms.push(...formsIn((await browser.get(address)).text))
  }
}, 60_000)
afterAll(() => site.close())

let opened: readonly Browser[] | undefined
/** A visitor, the member who wrote everything, and an admin. */
async function browsers(): Promise<readonly [Browser, Browser, Browser]> {
  opened ??= [site.visitor(), (await site.signedIn()).browser, (await site.signedIn({ role: 'admin' })).browser]
  return opened as [Browser, Browser, Browser]
}

/** The addresses of all kinds of page on a site that has something of every kind. */
async function addressesWithForms(): Promise<readonly string[]> {
  const [, author] = await browsers()
  const { db, clock } = site.deps
  const solution = await site.page('solution')
  const barrier = await site.page('barrier', { links: [solution.id], body: 'One line.\n' })
  const archived = [await site.page('barrier'), await site.page('solution')]
  for (const page of archived) await archivePage(page)
  await submitStatement(author, barrier, { state: 'facing' })
  await submitStatement(author, solution, { state: 'worked' })
  const suggestion = await suggestChange(author, barrier, { body: 'My line.\n' })
  await republish(site, barrier, { body: 'Their line.\n' })
  const clear = await suggestChange(author, solution, { summary: 'Better.' })
  await db.transaction(tx => insertSynonymGroup(tx, ['vpn', 'tunnel'], clock.now()))
  const slugs: Readonly<Record<string, string>> = { barriers: barrier.slug, solutions: solution.slug }
  const statements = [await ownStatementAddress(author, barrier), await ownStatementAddress(author, solution)]
  const filled = allRoutes(site.deps)
    .filter(route => route.method === 'get' && !route.path.includes(':id') && !route.path.includes(':secret'))
    .map(route => route.path.replace(':slug', slugs[route.path.split('/')[1]!] ?? 'x').replace(':number', '1'))
  return [
    ...filled,
    ...archived.map(addressOf),
    ...statements.flatMap(address => [address, `${address}/remove`]),
    ...[suggestion, clear].flatMap(id => [`/suggestions/${id}`, `/suggestions/${id}/amend`, `/review/${id}`]),
    `/review/${suggestion}/resolve`,
    `/first-admin/${await createOneTimeLink(site.deps, 'first-admin', null)}`,
    `/passphrase/${await createOneTimeLink(site.deps, 'passphrase', (await site.signedIn()).member.id)}`,
  ]
}

const archivePage = (page: PageHead): Promise<void> =>
  site.deps.db.transaction(tx =>
    archive(tx, 'sqlite', { pageId: page.id, at: site.clock.now(), actorId: null, actorLabel: 'Somebody' }),
  )

function formsIn(html: string): readonly SeenForm[] {
  const $ = documentOf(html)
  return $('form[method=post]')
    .toArray()
    .map(form => ({
      action: $(form).attr('action')!,
      fields: $(form)
        .find('[name]')
        .toArray()
        .map(field => $(field).attr('name')!),
    }))
}

test('the forms seen here are those of every address that a form is sent to', () => {
  const posted = allRoutes(site.deps).filter(route => route.method === 'post')
  const isSeen = (path: string): boolean => {
    const parts = path.split('/')
    return forms.some(({ action }) => {
      const actual = action.split(/[?#]/)[0]!.split('/')
      return actual.length === parts.length && parts.every((part, at) => part.startsWith(':') || part === actual[at])
    })
  }
  expect(posted.map(route => route.path).filter(path => !isSeen(path))).toEqual([])
})

test('every field of every form has a label, for giving back what was typed', () => {
  const names = new Set(forms.flatMap(form => form.fields).filter(name => !secret.test(name)))
  expect([...names].filter(name => !Object.hasOwn(fieldLabels, name))).toEqual([])
})
