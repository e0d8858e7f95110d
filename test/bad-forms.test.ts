import { createInvitation, createOneTimeLink, updateMember } from '../src/accounts/index.js'
import { allRoutes } from '../src/app.js'
import { addressOf, type PageHead } from '../src/pages/index.js'
import { fieldLabels } from '../src/site/index.js'
import { ownStatementAddress, submitStatement } from './support/evidence.js'
import { documentOf, errorsIn, formIn } from './support/html.js'
import { republish, suggestChange } from './support/review.js'
import type { Browser } from './support/browser.js'
import { testSite, type TestSite } from './support/site.js'

/** Routes that a form without fields posts to, such as a button. */
const withoutFields = [
  '/sign-out',
  '/reports/:id/withdraw',
  '/trials/:id/withdraw',
  '/suggestions/:id/withdraw',
  '/barriers/:slug/bring-back',
  '/solutions/:slug/bring-back',
  '/admin/synonyms/:id/remove',
  '/admin/invitations',
  '/admin/invitations/cancel',
  '/admin/members/:id/unblock',
  '/admin/suggestions/:id/author/unblock',
]

/** Routes whose form is only shown in answer to another form. It is the one at `/sign-in`, with hidden fields. */
const shownInAnswers = ['/sign-in/with-text']

/** Fields that a form takes but does not show at first, by the route it posts to. */
const pageFormFields = ['links', 'intent', 'key', 'base', 'shownAs', 'note', 'keepBoth', 'sameTitleAs']
const statementFields = ['other', 'organisation']
const unshownFields: Readonly<Record<string, readonly string[]>> = {
  '/sign-in': ['return', 'unsavedForm', 'unsavedFormSignature'],
  '/register': ['return'],
  '/barriers/new/write': pageFormFields,
  '/solutions/new/write': pageFormFields,
  '/barriers/:slug/edit': pageFormFields,
  '/solutions/:slug/edit': pageFormFields,
  '/suggestions/:id/amend': pageFormFields,
  '/review/:id/resolve': pageFormFields,
  '/barriers/:slug/reports': statementFields,
  '/solutions/:slug/trials': statementFields,
  '/reports/:id': statementFields,
  '/trials/:id': statementFields,
  '/admin/members/:id/block': ['currentPassphrase'],
  '/admin/suggestions/:id/author/block': ['currentPassphrase'],
}

/** A page with a form, and the address that the form posts to. */
interface FormOnPage {
  readonly browser: Browser
  readonly page: string
  readonly action: string
}

describe('a form with a field that the server refuses', () => {
  let site: TestSite
  let forms: Readonly<Record<string, FormOnPage>>
  beforeAll(async () => {
    site = await testSite('sqlite')
    forms = await openForms(site)
  })
  afterAll(() => site.close())

  const routes = (): readonly string[] =>
    allRoutes(site.deps)
      .filter(route => route.method === 'post')
      .map(route => route.path)

  test('is tested below for every route that takes one', () => {
    expect([...Object.keys(forms), ...withoutFields, ...shownInAnswers].sort()).toEqual([...routes()].sort())
  })

  test('is answered with errors that link to a field on the page, or have no link if their field is not on it', async () => {
    for (const [route, { browser, page, action }] of Object.entries(forms)) {
      const { fields } = formIn((await browser.get(page)).text, action)
      const names = [...Object.keys(fields), ...(unshownFields[route] ?? []), 'unknown'].filter(
        name => name !== '_csrf',
      )
      for (const name of new Set(names)) {
        const { status, text } = await browser.send(action, { ...fields, [name]: ['x', '\0'] })
        expect([route, name, status]).toEqual([route, name, 422])
        expect([route, name, missingAnchorsIn(text)]).toEqual([route, name, []])
        const field = documentOf(text)(`form[action="${action}"] [name="${name}"][id]`).attr('id')
        const links = errorsIn(text).map(error => error.split(':')[0])
        if (field !== undefined) expect([route, links]).toEqual([route, expect.arrayContaining([field])])
      }
    }
  })

  test('has only fields that an error page can give back: with a label, secret, or not for people', async () => {
    const names = new Set<string>()
    for (const { browser, page, action } of Object.values(forms)) {
      const { fields } = formIn((await browser.get(page)).text, action)
      for (const name of Object.keys(fields)) names.add(name)
    }
    const secret = ['_csrf', 'passphrase', 'currentPassphrase']
    const labels = fieldLabels(site.deps.config)
    expect([...names].filter(name => !secret.includes(name) && !Object.hasOwn(labels, name))).toEqual([])
  })

  test('has no link to a field when the page no longer offers the form', async () => {
    const { browser, member } = await site.signedIn()
    const own = `/review/${await suggestChange(browser, await site.page('barrier'), { summary: 'Mine.' })}`
    await site.deps.db.transaction(tx => updateMember(tx, member.id, { role: 'moderator' }))
    const { _csrf = '' } = formIn((await browser.get('/account')).text).fields
    const refused = await browser.send(`${own}/decision`, { _csrf, seenHash: 'x' })
    expect(missingAnchorsIn(refused.text)).toEqual([])
    expect(errorsIn(refused.text)).toEqual([': Choose what to do with this suggestion', ': Load the page again'])
  })

  test('leads from an error about links to the field that finds pages to link', async () => {
    const { browser, page, action } = forms['/barriers/new/write']!
    const { fields } = formIn((await browser.get(page)).text, action)
    const refused = await browser.send(action, { ...fields, links: 'x' })
    expect(errorsIn(refused.text)).toContain('find: One of the linked pages cannot be found. Choose them again')
  })
})

/** Returns the anchors that a page links to and does not have. */
function missingAnchorsIn(html: string): readonly string[] {
  const $ = documentOf(html)
  return $('a[href^="#"]')
    .toArray()
    .map(link => $(link).attr('href')!.slice(1))
    .filter(id => $(`[id="${id}"]`).length === 0)
}

/** Creates what the forms of the site are about, and returns them by the route that each posts to. */
async function openForms(site: TestSite): Promise<Readonly<Record<string, FormOnPage>>> {
  const visitor = site.visitor()
  const { browser: member, member: account } = await site.signedIn()
  const { browser: moderator } = await site.signedIn({ role: 'moderator' })
  const { browser: admin, member: inviter } = await site.signedIn({ role: 'admin' })
  const barrier = await site.page('barrier')
  const solution = await site.page('solution')
  const at = (browser: Browser, page: string, action = page): FormOnPage => ({ browser, page, action })
  const oneTimeLink = async (purpose: 'first-admin' | 'passphrase'): Promise<FormOnPage> =>
    at(
      visitor,
      `/${purpose}/${await createOneTimeLink(site.deps, purpose, purpose === 'passphrase' ? account.id : null)}`,
    )
  const statementOn = async (page: PageHead): Promise<string> => {
    await submitStatement(member, page, page.kind === 'solution' ? { state: 'worked' } : {})
    return ownStatementAddress(member, page)
  }
  const report = await statementOn(barrier)
  const trial = await statementOn(solution)
  const suggestion = await suggestChange(member, barrier, { summary: 'Changed.' })
  const conflict = await conflictingSuggestion(site, member)
  const group = await synonymGroup(moderator)
  return {
    '/sign-in': at(visitor, '/sign-in'),
    '/register': at(visitor, '/register'),
    '/invitation/:secret': at(visitor, `/invitation/${await createInvitation(site.deps, inviter)}`),
    '/first-admin/:secret': await oneTimeLink('first-admin'),
    '/passphrase/:secret': await oneTimeLink('passphrase'),
    '/account': at(member, '/account'),
    '/account/passphrase': at(member, '/account', '/account/passphrase'),
    '/barriers/:slug/reports': at(admin, `${addressOf(barrier)}/reports/new`, `${addressOf(barrier)}/reports`),
    '/reports/:id': at(member, report),
    '/reports/:id/remove': at(moderator, `${report}/remove`),
    '/solutions/:slug/trials': at(admin, `${addressOf(solution)}/trials/new`, `${addressOf(solution)}/trials`),
    '/trials/:id': at(member, trial),
    '/trials/:id/remove': at(moderator, `${trial}/remove`),
    '/barriers/new/write': at(member, '/barriers/new/write'),
    '/solutions/new/write': at(member, '/solutions/new/write'),
    '/barriers/:slug/edit': at(member, `${addressOf(barrier)}/edit`),
    '/solutions/:slug/edit': at(member, `${addressOf(solution)}/edit`),
    '/suggestions/:id/amend': at(member, `/suggestions/${suggestion}/amend`),
    '/review/:id/decision': at(moderator, `/review/${suggestion}`, `/review/${suggestion}/decision`),
    '/review/:id/resolve': at(moderator, `/review/${conflict}/resolve`),
    '/barriers/:slug/archive': at(moderator, `${addressOf(barrier)}/archive`),
    '/solutions/:slug/archive': at(moderator, `${addressOf(solution)}/archive`),
    '/admin/members/:id/role': at(admin, '/admin/members', `/admin/members/${account.id}/role`),
    '/admin/members/:id/block': at(admin, `/admin/members/${account.id}/block`),
    '/admin/suggestions/:id/author/block': at(admin, `/admin/suggestions/${suggestion}/author/block`),
    '/admin/synonyms': at(moderator, '/admin/synonyms'),
    '/admin/synonyms/:id': at(moderator, '/admin/synonyms', group),
  }
}

/** Creates a suggestion to a page that has changed in the same line since. */
async function conflictingSuggestion(site: TestSite, author: Browser): Promise<string> {
  const page = await site.page('barrier', { body: 'One line.\n' })
  const id = await suggestChange(author, page, { body: 'One line, changed.\n' })
  await republish(site, page, { body: 'Another line.\n' })
  return id
}

/** Adds a group of words that mean the same. Returns the address that its form posts to. */
async function synonymGroup(moderator: Browser): Promise<string> {
  await moderator.sendWithToken('/admin/synonyms', { terms: 'vpn, remote access' })
  const forms = documentOf((await moderator.get('/admin/synonyms')).text)('form[action^="/admin/synonyms/"]')
  return forms.first().attr('action')!
}
