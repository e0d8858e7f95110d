import { countMembers, findMemberByEmail } from '../../src/accounts/index.js'
import { blockMember } from '../../src/admin/block.js'
import { changeRole } from '../../src/admin/index.js'
import { PASSPHRASE, type Browser } from '../support/browser.js'
import { engines } from '../support/databases.js'
import { textOf } from '../support/html.js'
import { testSite, type TestSite } from '../support/site.js'

const account = (email: string) => ({ name: 'Ada Byron', email, passphrase: PASSPHRASE })

describe.each(engines)('who can create an account on %s', engine => {
  let site: TestSite
  afterEach(() => site.close())

  /** Makes an invitation as a new admin, and returns its path. */
  async function invitation(): Promise<{ path: string; admin: Awaited<ReturnType<TestSite['signedIn']>> }> {
    const admin = await site.signedIn({ role: 'admin' })
    const { text } = await admin.browser.submitForm('/admin/invitations', {}, '/admin/invitations')
    return { path: /\/invitation\/[\w-]{43}/.exec(text)![0], admin }
  }

  test.each([
    [{}, 303, 303],
    [{ REGISTRATION: 'domains' }, 303, 422],
    [{ REGISTRATION: 'invitation' }, 403, 403],
    [{ REGISTRATION: 'closed' }, 403, 403],
    [{ READ_ACCESS: 'members' }, 403, 403],
    [{ READ_ACCESS: 'members', REGISTRATION: 'open' }, 303, 303],
  ] as const)(
    'with %j, a visitor at a listed organisation gets %i and another one %i',
    async (environment, listed, other) => {
      site = await testSite(engine, environment)
      const { browser } = await site.signedIn()
      await browser.get('/account')
      const post = (email: string) => site.visitor().sendWithToken('/sign-in', account(email), '/register')
      const answers = [await post('ada@testshire.example'), await post('ada@elsewhere.example')]
      expect(answers.map(({ status }) => status)).toEqual([listed, other])
      expect(await countMembers(site.deps.db)).toBe(1 + [listed, other].filter(status => status === 303).length)
    },
  )

  test.each(['invitation', 'closed'] as const)(
    'with %s, no page offers to create an account, and the page says why',
    async REGISTRATION => {
      site = await testSite(engine, { REGISTRATION })
      const visitor = site.visitor()
      for (const address of ['/', '/sign-in', '/barriers/new?q=x'])
        expect([address, textOf((await visitor.get(address)).text)]).toEqual([
          address,
          expect.not.stringMatching(/create an account/i),
        ])
      const { text } = await visitor.get('/register')
      expect(text).not.toContain('name="passphrase"')
      expect(textOf(text)).toContain('operator@localhost.example')
    },
  )

  test('people without an address at a listed organisation learn why they cannot register, and lose nothing', async () => {
    site = await testSite(engine, { REGISTRATION: 'domains' })
    const refused = await site.visitor().submitForm('/register', account('ada@elsewhere.example'))
    expect(textOf(refused.text)).toContain('Use a work email address of an organisation that is listed here')
    expect(refused.text).toContain('value="ada@elsewhere.example"')
    const subdomain = await site.visitor().submitForm('/register', account('ada@testshire.example.evil.example'))
    expect(subdomain.status).toBe(422)
  })

  describe('an invitation', () => {
    test.each(['open', 'domains', 'invitation'] as const)(
      'lets one person register anywhere with %s, once',
      async REGISTRATION => {
        site = await testSite(engine, { READ_ACCESS: 'members', REGISTRATION })
        const { path } = await invitation()
        const made = await site.visitor().submitForm(path, account('ada@elsewhere.example'))
        expect([made.status, made.headers['location']]).toEqual([303, '/account'])
        expect((await findMemberByEmail(site.deps.db, 'ada@elsewhere.example'))?.role).toBe('member')
        expect((await site.visitor().get(path)).status).toBe(410)
        expect((await site.visitor().sendWithToken('/sign-in', account('eve@elsewhere.example'), path)).status).toBe(
          410,
        )
      },
    )

    test('is no use when registration is closed', async () => {
      site = await testSite(engine, { REGISTRATION: 'closed' })
      const { path } = await invitation()
      expect((await site.visitor().get(path)).status).toBe(410)
      expect((await site.visitor().sendWithToken('/sign-in', account('eve@testshire.example'), path)).status).toBe(410)
    })

    test('of two people who use it at once lets in one', async () => {
      site = await testSite(engine, { REGISTRATION: 'invitation' })
      const { path } = await invitation()
      const sent = await Promise.all(
        ['a', 'b'].map(name => site.visitor().submitForm(path, account(`${name}@testshire.example`))),
      )
      expect(sent.map(({ status }) => status).sort()).toEqual([303, 410])
    })

    test.each([
      ['after 7 days', async () => site.clock.pass(7 * 86_400)],
      [
        'when it was cancelled',
        async ({ browser }: { browser: Browser }) => {
          await browser.submitForm('/admin/invitations', {}, '/admin/invitations/cancel')
        },
      ],
      [
        'when its admin no longer is one',
        async ({ member }: { member: { id: string } }) => {
          await site.signedIn({ role: 'admin' })
          await changeRole(site.deps, undefined, member.id, 'member')
        },
      ],
      [
        'when its admin was blocked',
        async ({ member }: { member: { id: string } }) => {
          const other = await site.signedIn({ role: 'admin' })
          await blockMember(site.deps, other.member, member.id, { reason: 'taken-over', note: '' })
        },
      ],
    ])('no longer works %s', async (_, end) => {
      site = await testSite(engine, { REGISTRATION: 'invitation' })
      const { path, admin } = await invitation()
      expect((await site.visitor().get(path)).status).toBe(200)
      await end(admin)
      expect((await site.visitor().get(path)).status).toBe(410)
      expect((await site.visitor().sendWithToken('/sign-in', account('eve@testshire.example'), path)).status).toBe(410)
      expect(await findMemberByEmail(site.deps.db, 'eve@testshire.example')).toBeUndefined()
    })

    test('does not end other invitations, and its secret is not stored', async () => {
      site = await testSite(engine, { REGISTRATION: 'invitation' })
      const [first, second] = [await invitation(), await invitation()]
      for (const { path } of [first, second]) expect((await site.visitor().get(path)).status).toBe(200)
      const stored = JSON.stringify(await site.deps.db.selectFrom('one_time_link').selectAll().execute())
      expect(stored).not.toContain(first.path.split('/')[2])
    })

    test.each(['moderator', 'member'] as const)('cannot be made by a %s', async role => {
      site = await testSite(engine, { REGISTRATION: 'invitation' })
      const { browser } = await site.signedIn({ role })
      expect((await browser.get('/admin/invitations')).status).toBe(404)
      for (const address of ['/admin/invitations', '/admin/invitations/cancel'])
        expect((await browser.sendWithToken('/account', {}, address)).status).toBe(403)
    })
  })
})
