import type { Response } from 'supertest'
import { suggestionIn } from '../support/review.js'
import { documentOf, errorsIn, headingsIn, readOnlyTextsIn, formIn, textOf, type Form } from '../support/html.js'
import { PASSPHRASE, pageFields, type Browser } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

/** Text that a person could type and that a page could damage when it shows it. */
const body =
  '\n\n## What happens\n\n</textarea><script>alert(1)</script> "quoted" & \'so\'\n\ttabbed  \n\u202eturned\u202c 😀\n'

describe('a form sent without a valid session token', () => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite('sqlite')
  })
  afterAll(() => site.close())

  const write = '/barriers/new/write'
  const typed = pageFields({ body, note: 'A note' })

  const signOutEverywhere = (memberId: string): Promise<unknown> =>
    site.deps.db.transaction(tx => tx.deleteFrom('session').where('member_id', '=', memberId).execute())

  const shownTexts = (response: Response): readonly string[] => readOnlyTextsIn(response.text)

  /** Sends the form after its session has ended. */
  async function sendAfterSessionEnd(
    options: { trusted?: boolean } = {},
  ): Promise<{ browser: Browser; email: string; refused: Response }> {
    const { browser, member } = await site.signedIn(options)
    const form = formIn((await browser.get(write)).text)
    await signOutEverywhere(member.id)
    return { browser, email: member.email, refused: await browser.send(form.action, { ...form.fields, ...typed }) }
  }

  /** The stored text of a suggestion. */
  const storedText = async (id: string): Promise<string> =>
    (
      await site.deps.db
        .selectFrom('suggestion_version')
        .select('body')
        .where('suggestion_id', '=', id)
        .executeTakeFirstOrThrow()
    ).body

  test('a field called like a property of every object is shown under its own name', async () => {
    const { browser } = await site.signedIn()
    const refused = await browser.send(write, { constructor: 'Lost words', toString: 'More words' })
    expect(textOf(refused.text)).not.toContain('native code')
    expect(shownTexts(refused)).toEqual(['Lost words', 'More words'])
  })

  test.each([
    ['a wrong token', { _csrf: 'x'.repeat(64) }],
    ['no token', {}],
    ['two tokens', { _csrf: ['a', 'b'] }],
    ['an empty token', { _csrf: '' }],
  ])(
    'a form with %s is not saved, but its text is shown and can be sent again',
    async (_, token: Record<string, string | readonly string[]>) => {
      const { browser } = await site.signedIn()
      const refused = await browser.send(write, { ...typed, ...token })
      expect(refused.status).toBe(403)
      expect(textOf(refused.text)).toContain('Send this again')
      expect(shownTexts(refused)).toContain('Calls drop on the office network')
      expect(refused.text).not.toContain('<script>alert')
      const form = formIn(refused.text, write)
      const sent = await browser.send(form.action, form.fields)
      expect(sent.status).toBe(303)
      expect(await storedText(suggestionIn(sent))).toBe(body)
    },
  )

  test('a visitor who never had a session is shown their text and a way to sign in', async () => {
    const refused = await site.visitor().send(write, typed)
    expect(refused.status).toBe(403)
    expect(textOf(refused.text)).toContain(
      'You have been signed out Your session ended, or you signed out in another window. We have kept what you typed.',
    )
    expect(formIn(refused.text).action).toBe('/sign-in/with-text')
  })

  test('a member whose session ended can sign in on the page and send the same text', async () => {
    const { browser, email, refused } = await sendAfterSessionEnd()
    expect(refused.status).toBe(403)
    expect(shownTexts(refused)).toEqual(
      expect.arrayContaining(['Calls drop on the office network', 'Video calls end after a minute.', 'A note']),
    )
    const signIn = formIn(refused.text, '/sign-in/with-text')
    const mistyped = await browser.send(signIn.action, { ...signIn.fields, email, passphrase: 'not the passphrase' })
    expect(mistyped.status).toBe(422)
    const again = formIn(mistyped.text, '/sign-in/with-text')
    const signedIn = await browser.send(again.action, { ...again.fields, passphrase: PASSPHRASE })
    expect(textOf(signedIn.text)).toContain('You are signed in. Send your text')
    const form = formIn(signedIn.text, write)
    const sent = await browser.send(form.action, form.fields)
    expect([sent.status, (await browser.get(sent.headers['location']!)).status]).toEqual([303, 200])
    expect(await storedText(suggestionIn(sent))).toBe(body)
    const twice = await browser.send(form.action, form.fields)
    expect(twice.headers['location']).toBe(sent.headers['location'])
  })

  test('a sign-in without a session asks for the passphrase again, which we never show, and then works', async () => {
    const { member } = await site.signedIn()
    const browser = site.visitor()
    const fields = { email: member.email, passphrase: PASSPHRASE, return: '/about' }
    const refused = await browser.send('/sign-in', fields)
    expect([refused.status, headingsIn(refused.text)[0], errorsIn(refused.text)]).toEqual([
      403,
      'There is a problem',
      ['passphrase: Enter your passphrase again'],
    ])
    expect(refused.text).not.toContain(PASSPHRASE)
    const form = formIn(refused.text)
    expect(form.fields).toMatchObject({ email: member.email, return: '/about', passphrase: '' })
    const signedIn = await browser.send(form.action, { ...form.fields, passphrase: PASSPHRASE })
    expect([signedIn.status, signedIn.headers['location']]).toEqual([303, '/about'])
  })

  test('the text survives a sign-in that is itself refused', async () => {
    const { browser, email, refused } = await sendAfterSessionEnd()
    const signIn = formIn(refused.text, '/sign-in/with-text')
    const stale = await browser.send('/sign-in/with-text', {
      ...signIn.fields,
      _csrf: 'stale',
      email,
      passphrase: PASSPHRASE,
    })
    expect(stale.status).toBe(403)
    const again = formIn(stale.text, '/sign-in/with-text')
    const unfinished = await browser.send(again.action, again.fields)
    const lastForm = formIn(unfinished.text, '/sign-in/with-text')
    const signedIn = await browser.send(lastForm.action, { ...lastForm.fields, email, passphrase: PASSPHRASE })
    const form = formIn(signedIn.text, write)
    expect(await storedText(suggestionIn(await browser.send(form.action, form.fields)))).toBe(body)
  })

  test('the longest text that can be stored survives as well', async () => {
    const { browser, member } = await site.signedIn()
    const long = '😀"\n'.repeat(33_333)
    await signOutEverywhere(member.id)
    const refused = await browser.send(write, { ...typed, body: long })
    const signIn = formIn(refused.text, '/sign-in/with-text')
    const signedIn = await browser.send(signIn.action, {
      ...signIn.fields,
      email: member.email,
      passphrase: PASSPHRASE,
    })
    const form = formIn(signedIn.text, write)
    expect(await storedText(suggestionIn(await browser.send(form.action, form.fields)))).toBe(long)
  })

  test('another member who signs in on that page sends the text as their own', async () => {
    const { browser, email, refused } = await sendAfterSessionEnd()
    const { fields } = formIn(refused.text, '/sign-in/with-text')
    const { member: other } = await site.signedIn()
    const responses = await Promise.all(
      [email, other.email].map(async address => {
        const sender = address === email ? browser : site.visitor()
        const signedIn = await sendWithTokenOf(sender, { ...fields, email: address, passphrase: PASSPHRASE })
        const form = formIn(signedIn.text, write)
        return sender.send(form.action, form.fields)
      }),
    )
    expect(responses.map(response => response.status)).toEqual([303, 303])
    expect(new Set(responses.map(suggestionIn)).size).toBe(2)
  })

  test.each([
    ['/sign-in', { email: 'a@b.example', passphrase: 'the secret one' }],
    ['/register', { name: 'Ada', email: 'a@b.example', passphrase: 'the secret one' }],
    ['/account/passphrase', { currentPassphrase: 'the secret one', passphrase: 'the secret one too' }],
    ['/passphrase/abc', { passphrase: 'the secret one' }],
    ['/barriers/new/write', { ...typed, passphrase: 'the secret one' }],
  ])(
    'a passphrase sent to %s is not shown again',
    async (action, fields: Record<string, string | readonly string[]>) => {
      const { browser } = await site.signedIn()
      for (const sender of [browser, site.visitor()]) {
        const refused = await sender.send(action, { ...fields, _csrf: 'wrong' })
        expect(refused.status).toBe(403)
        expect(refused.text).not.toContain('the secret one')
      }
    },
  )

  test.each<[string, (fields: Form['fields']) => Form['fields']]>([
    ['without a signature', ({ unsavedForm }) => ({ unsavedForm: unsavedForm! })],
    ['with an empty signature', fields => ({ ...fields, unsavedFormSignature: '' })],
    ['with another signature', fields => ({ ...fields, unsavedFormSignature: 'x'.repeat(43) })],
    [
      'with its signature twice',
      fields => ({ ...fields, unsavedFormSignature: repeated(fields, 'unsavedFormSignature') }),
    ],
    ['with other text', fields => ({ ...fields, unsavedForm: `${String(fields['unsavedForm'])} ` })],
    [
      'for another address',
      fields => ({ ...fields, unsavedForm: String(fields['unsavedForm']).replace('barriers', 'solutions') }),
    ],
    ['of bad JSON', fields => ({ ...fields, unsavedForm: '{' })],
  ])('an unsaved form %s is ignored', async (_, forge) => {
    const { member } = await site.signedIn()
    const refused = await site.visitor().send(write, typed)
    const { fields } = formIn(refused.text, '/sign-in/with-text')
    const carried = { unsavedForm: fields['unsavedForm']!, unsavedFormSignature: fields['unsavedFormSignature']! }
    const sent = await sendWithTokenOf(site.visitor(), {
      ...forge(carried),
      email: member.email,
      passphrase: PASSPHRASE,
    })
    expect(sent.text).not.toContain('Calls drop on the office network')
    expect(documentOf(sent.text)(`form[action="${write}"]`)).toHaveLength(0)
  })

  test('a form that signs in and carries text may be large, and no other form to sign in', async () => {
    const fields = { email: 'a@b.example', passphrase: 'x', return: 'x'.repeat(20_000) }
    const visitor = site.visitor()
    expect((await visitor.send('/sign-in', fields)).status).toBe(413)
    expect((await visitor.send('/sign-in/with-text', fields)).status).toBe(403)
  })

  /** Sends a form to sign in that carries text, with the token of this browser. */
  async function sendWithTokenOf(browser: Browser, fields: Form['fields']): Promise<Response> {
    const { _csrf } = formIn((await browser.get('/sign-in')).text, '/sign-in').fields
    return browser.send('/sign-in/with-text', { ...fields, _csrf: _csrf! })
  }
})

const repeated = (fields: Form['fields'], name: string): readonly string[] => [
  String(fields[name]),
  String(fields[name]),
]
