import { findMemberByEmail, upsertOrganisation, setSuccessor } from '../../src/accounts/index.js'
import { engines } from '../support/databases.js'
import { errorsIn, formIn, textOf } from '../support/html.js'
import { PASSPHRASE } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('registering on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
  })
  afterAll(() => site.close())

  const register = (fields: Record<string, string>) =>
    site.visitor().submitForm('/register', {
      name: 'Ada Byron',
      email: 'ada@testshire.example',
      passphrase: PASSPHRASE,
      ...fields,
    })

  test('a visitor registers, is signed in, and sees their organisation', async () => {
    const visitor = site.visitor()
    const sent = await visitor.submitForm('/register', {
      name: ' Grace   Hopper ',
      email: ' Grace@Testshire.Example ',
      passphrase: PASSPHRASE,
    })
    expect([sent.status, sent.headers['location']]).toEqual([303, '/account'])
    const account = textOf((await visitor.get('/account')).text)
    expect(account).toContain('You have joined Testshire Council.')
    expect(account).toContain('grace@testshire.example')
    expect(account).toContain('New member.')
    expect(await findMemberByEmail(site.deps.db, 'grace@testshire.example')).toMatchObject({
      name: 'Grace Hopper',
      role: 'member',
      trust: 'new',
      shownAs: 'organisation',
    })
  })

  test.each([
    ['r&d@testshire.example', 'r&d@testshire.example'],
    ["O'Neil+x=1/y@testshire.example", "o'neil+x=1/y@testshire.example"],
    ['jürgen@testshire.example', 'jürgen@testshire.example'],
    ['ju\u0308rg@testshire.example', 'jürg@testshire.example'],
    ['case@TESTSHIRE.example.', 'case@testshire.example'],
    ['wide@ｔestshire。example', 'wide@testshire.example'],
    ['idn@Bücher.example', 'idn@xn--bcher-kva.example'],
    ['puny@XN--BCHER-KVA.example', 'puny@xn--bcher-kva.example'],
  ])('the address %s is stored as %s, and signs in', async (email, stored) => {
    expect((await register({ email })).status).toBe(303)
    expect(await findMemberByEmail(site.deps.db, stored)).toMatchObject({ email: stored })
    const { status } = await site.visitor().submitForm('/sign-in', { email, passphrase: PASSPHRASE })
    expect(status).toBe(303)
  })

  test.each([
    'two@@testshire.example',
    'a b@testshire.example',
    'a@testshire',
    '.a@testshire.example',
    'a..b@testshire.example',
    'a@-testshire.example',
    'a@testshire..example',
    'a@127.0.0.1',
    'a@[127.0.0.1]',
    'a<b@testshire.example',
    '"a b"@testshire.example',
    'a@evil.example@testshire.example',
    'a@testshire.example/x',
    'a@testshire.example%2f',
    `${'a'.repeat(65)}@testshire.example`,
    'a\u200bb@testshire.example',
  ])('the address %s is refused', async email => {
    const { status, text } = await register({ email })
    expect(status).toBe(422)
    expect(errorsIn(text).join()).toContain('email')
  })

  test('an organisation has the members of its domain in every spelling, and none of one that looks like it', async () => {
    const { db, clock } = site.deps
    await db.transaction(tx =>
      upsertOrganisation(
        tx,
        { name: 'Bücherei', kind: 'council', website: null, endedOn: null, domains: ['BÜCHEREI.example.'] },
        clock.now(),
      ),
    )
    const organisationOf = async (email: string): Promise<string | undefined> => {
      await register({ email })
      const { rows } = {
        rows: await db
          .selectFrom('member')
          .selectAll()
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(1)
          .execute(),
      }
      return (await findMemberByEmail(db, rows[0]!.email))?.organisation?.name
    }
    expect(await organisationOf('one@bücherei.example')).toBe('Bücherei')
    expect(await organisationOf('two@xn--bcherei-n2a.example')).toBe('Bücherei')
    // With a Cyrillic е.
    expect(await organisationOf('three@testshirе.example')).toBeUndefined()
  })

  test('a visitor who came from a page goes back to it', async () => {
    const visitor = site.visitor()
    const sent = await visitor.submitForm('/register?return=/barriers/new', {
      name: 'A',
      email: 'back@testshire.example',
      passphrase: PASSPHRASE,
    })
    expect(sent.headers['location']).toBe('/barriers/new')
    // The account page says “below”, which would be wrong on this page.
    expect(textOf((await visitor.get('/barriers/new')).text)).toContain(
      'You can carry on where you were. To choose how your name appears, select it at the top of the page.',
    )
  })

  test.each([
    ['no name', { name: '' }, 'name', 'Enter your name'],
    [
      'a name that is too long',
      { name: 'x'.repeat(81) },
      'name',
      'The name must be 80 characters or fewer. You have entered 81',
    ],
    ['no email address', { email: '' }, 'email', 'Enter your email address'],
    [
      'an email address in the wrong format',
      { email: 'ada at testshire' },
      'email',
      'Enter an email address in the correct format, like name@example.gov.uk',
    ],
    [
      'an email address with a NUL character',
      { email: 'a\0@testshire.example' },
      'email',
      'The text of this field has a character that we cannot save. Delete it and type it again',
    ],
    ['a short passphrase', { passphrase: 'short' }, 'passphrase', 'Passphrase must be at least 15 characters'],
    ['a common passphrase', { passphrase: 'passwordpassword' }, 'passphrase', 'This passphrase is too easy to guess'],
    [
      'a passphrase made of the member’s name',
      { name: 'Wilhelmina Thistlewood', passphrase: 'wilhelminathistlewood' },
      'passphrase',
      'This passphrase is too easy to guess',
    ],
    [
      'a passphrase that is too long',
      { passphrase: `${PASSPHRASE} `.repeat(20) },
      'passphrase',
      'Passphrase must be 256 characters or fewer',
    ],
  ])(
    '%s is refused with an error at its field, and the other fields keep their values',
    async (_, fields: Record<string, string>, field, message) => {
      const sent = await register(fields)
      expect(sent.status).toBe(422)
      expect(errorsIn(sent.text)).toEqual([expect.stringContaining(`${field}: ${message}`)])
      const shownAgain = formIn(sent.text).fields
      for (const name of ['name', 'email'].filter(other => other !== field))
        expect(shownAgain[name]).toBe({ name: 'Ada Byron', email: 'ada@testshire.example', ...fields }[name])
      expect(shownAgain['passphrase']).toBe('')
    },
  )

  test('an email address has only one account, whatever its capitals', async () => {
    await site.signedIn({ email: 'taken@testshire.example' })
    const sent = await register({ email: 'TAKEN@testshire.example' })
    expect(sent.status).toBe(422)
    expect(textOf(sent.text)).toContain('There is already an account with this email address')
  })

  test('an email address registered twice at once gets one account', async () => {
    const sent = await Promise.all([
      register({ email: 'race@testshire.example' }),
      register({ email: 'race@testshire.example' }),
    ])
    expect(sent.map(response => response.status).sort()).toEqual([303, 422])
  })

  test.each([
    ['a listed domain gives its organisation', 'a@testshire.example', 'Testshire Council'],
    ['capitals in the domain make no difference', 'b@TESTSHIRE.example', 'Testshire Council'],
    ['a subdomain of a listed domain gives no organisation', 'a@mail.testshire.example', undefined],
    ['a domain that only ends like a listed one gives no organisation', 'a@nottestshire.example', undefined],
    [
      'a domain that only begins like a listed one gives no organisation',
      'a@testshire.example.evil.example',
      undefined,
    ],
    ['a domain that is not listed gives no organisation', 'a@elsewhere.example', undefined],
    ['the domain of an organisation that ended gives its successor', 'a@old.example', 'New Authority'],
    [
      'the domain of an organisation that ended without a successor gives that organisation',
      'a@gone.example',
      'Gone Board',
    ],
  ])('%s', async (_, email, name) => {
    const { db, clock } = site.deps
    await db.transaction(async tx => {
      const put = (organisation: string, domain: string, endedOn: string | null) =>
        upsertOrganisation(
          tx,
          { name: organisation, kind: 'public-body', website: null, endedOn, domains: [domain] },
          clock.now(),
        )
      await setSuccessor(
        tx,
        await put('Old Authority', 'old.example', '2024-03-31'),
        await put('New Authority', 'new.example', null),
      )
      await put('Gone Board', 'gone.example', '2024-03-31')
    })
    expect((await site.signedIn({ email: `${engine}-${email}` })).member.organisation?.name).toBe(name)
  })

  test('a member whose organisation is listed later belongs to it after they sign in again', async () => {
    const { db, clock } = site.deps
    const { member, browser } = await site.signedIn({ email: 'early@later.example' })
    expect(member.organisation).toBeUndefined()
    expect(textOf((await browser.get('/account')).text)).toContain('Not listed yet.')
    await db.transaction(tx =>
      upsertOrganisation(
        tx,
        { name: 'Later Board', kind: 'nhs-body', website: null, endedOn: null, domains: ['Later.Example'] },
        clock.now(),
      ),
    )
    const again = site.visitor()
    await again.submitForm('/sign-in', { email: 'early@later.example', passphrase: PASSPHRASE })
    expect(textOf((await again.get('/account')).text)).toContain('Later Board, an NHS body')
  })
})
