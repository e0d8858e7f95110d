import { findMemberByEmail, upsertOrganisation, setSuccessor } from '../../src/accounts/index.js'
import { engines } from '../support/databases.js'
import { errorsIn } from '../support/html.js'
import { fillIn, formIn, textOf } from '../support/screen.js'
import { PASSPHRASE, testSite, type TestSite } from '../support/site.js'

describe.each(engines)('joining on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
  })
  afterAll(() => site.close())

  const register = (fields: Record<string, string>) =>
    fillIn(site.visitor(), '/register', {
      name: 'Ada Byron',
      email: 'ada@testshire.example',
      passphrase: PASSPHRASE,
      ...fields,
    })

  test('a visitor registers, is signed in, and sees their organisation', async () => {
    const visitor = site.visitor()
    const sent = await fillIn(visitor, '/register', {
      name: ' Grace   Hopper ',
      email: ' Grace@Testshire.Example ',
      passphrase: PASSPHRASE,
    })
    expect([sent.status, sent.headers['location']]).toEqual([303, '/account'])
    const account = textOf((await visitor.get('/account')).text)
    expect(account).toContain('You are listed with Testshire Council.')
    expect(account).toContain('grace@testshire.example')
    expect(account).toContain('New member.')
    expect(await findMemberByEmail(site.deps.db, 'grace@testshire.example')).toMatchObject({
      name: 'Grace Hopper',
      role: 'member',
      trust: 'new',
      shownAs: 'organisation',
    })
  })

  test('someone who came from a page goes back to it', async () => {
    const visitor = site.visitor()
    const sent = await fillIn(visitor, '/register?return=/barriers/new', {
      name: 'A',
      email: 'back@testshire.example',
      passphrase: PASSPHRASE,
    })
    expect(sent.headers['location']).toBe('/barriers/new')
    // What is “below” on the account page is not on this one.
    expect(textOf((await visitor.get('/barriers/new')).text)).toContain(
      'You can carry on where you were. To choose how you are shown, select your name at the top of the page.',
    )
  })

  test.each([
    ['no name', { name: '' }, 'name', 'Enter your name'],
    [
      'a name that is too long',
      { name: 'x'.repeat(81) },
      'name',
      'The name is 81 characters long; it can have at most 80',
    ],
    ['no address', { email: '' }, 'email', 'Enter your email address'],
    [
      'no email address',
      { email: 'ada at testshire' },
      'email',
      'Enter an email address in the correct format, like name@example.gov.uk',
    ],
    [
      'an address with a NUL',
      { email: 'a\0@testshire.example' },
      'email',
      'The text of this field has a NUL character (code 0), which cannot be stored. Remove it',
    ],
    [
      'a short passphrase',
      { passphrase: 'short' },
      'passphrase',
      'Enter a passphrase of 15 characters or more, for example four random words',
    ],
    ['a common passphrase', { passphrase: 'passwordpassword' }, 'passphrase', 'This passphrase is too easy to guess'],
    [
      'a passphrase of one’s own name',
      { name: 'Wilhelmina Thistlewood', passphrase: 'wilhelminathistlewood' },
      'passphrase',
      'This passphrase is too easy to guess',
    ],
    [
      'a passphrase that is too long',
      { passphrase: `${PASSPHRASE} `.repeat(20) },
      'passphrase',
      'The passphrase must be 256 characters or fewer',
    ],
  ])('%s is refused by its field, and the rest is kept', async (_, fields: Record<string, string>, field, message) => {
    const sent = await register(fields)
    expect(sent.status).toBe(422)
    expect(errorsIn(sent.text)).toEqual([expect.stringContaining(`${field}: ${message}`)])
    const kept = formIn(sent.text).fields
    for (const name of ['name', 'email'].filter(one => one !== field))
      expect(kept[name]).toBe({ name: 'Ada Byron', email: 'ada@testshire.example', ...fields }[name])
    expect(kept['passphrase']).toBe('')
  })

  test('an address has one account, however it is written', async () => {
    await site.signedIn({ email: 'taken@testshire.example' })
    const sent = await register({ email: 'TAKEN@testshire.example' })
    expect(sent.status).toBe(422)
    expect(textOf(sent.text)).toContain('An account with this email address already exists')
  })

  test('one address registered twice at once has one account', async () => {
    const sent = await Promise.all([
      register({ email: 'race@testshire.example' }),
      register({ email: 'race@testshire.example' }),
    ])
    expect(sent.map(one => one.status).sort()).toEqual([303, 422])
  })

  test.each([
    ['exactly the domain', 'a@testshire.example', 'Testshire Council'],
    ['in capitals', 'b@TESTSHIRE.example', 'Testshire Council'],
    ['a domain below it', 'a@mail.testshire.example', undefined],
    ['a domain that ends alike', 'a@nottestshire.example', undefined],
    ['a domain that begins alike', 'a@testshire.example.evil.example', undefined],
    ['a domain nobody listed', 'a@elsewhere.example', undefined],
    ['of an organisation that ended', 'a@old.example', 'New Authority'],
    ['of one that ended with no successor', 'a@gone.example', 'Gone Board'],
  ])('the organisation is that of the domain: %s', async (_, email, name) => {
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

  test('someone whose organisation is listed later joins it when they sign in again', async () => {
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
    await fillIn(again, '/sign-in', { email: 'early@later.example', passphrase: PASSPHRASE })
    expect(textOf((await again.get('/account')).text)).toContain('Later Board, an NHS body')
  })
})
