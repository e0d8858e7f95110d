import { countMembers, createOneTimeLink } from '../../src/accounts/index.js'
import { engines } from '../support/databases.js'
import { formIn, textOf } from '../support/html.js'
import { PASSPHRASE } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

const DAY = 86_400

describe.each(engines)('one-time links on %s', engine => {
  let site: TestSite
  beforeEach(async () => {
    site = await testSite(engine)
  })
  afterEach(() => site.close())

  const firstAdmin = { name: 'Ada Byron', email: 'ada@testshire.example', passphrase: PASSPHRASE }
  const openForm = async (address: string) => {
    const browser = site.visitor()
    const opened = await browser.get(address)
    return { browser, form: formIn(opened.text) }
  }

  describe('for the first admin', () => {
    test('a link makes the first admin, signs them in, and works once', async () => {
      const address = `/first-admin/${await createOneTimeLink(site.deps, 'first-admin', null)}`
      const first = await openForm(address)
      const other = await openForm(address)
      const made = await first.browser.send(first.form.action, { ...first.form.fields, ...firstAdmin })
      expect([made.status, made.headers['location']]).toEqual([303, '/account'])
      expect(textOf((await first.browser.get('/account')).text)).toContain('Publishing Admin.')
      const second = await other.browser.send(other.form.action, {
        ...other.form.fields,
        ...firstAdmin,
        email: 'eve@testshire.example',
      })
      expect(second.status).toBe(410)
      const spent = await site.visitor().get(address)
      expect(spent.status).toBe(410)
      for (const { text } of [second, spent])
        expect(textOf(text)).toContain(
          'This link no longer works It works once, within 24 hours. Restart the service to get a new one.',
        )
      expect(await countMembers(site.deps.db)).toBe(1)
    })

    test('a link that is used twice at once makes one admin', async () => {
      const address = `/first-admin/${await createOneTimeLink(site.deps, 'first-admin', null)}`
      // Both have the form before either sends it: a link that is used has no form any more.
      const opened = await Promise.all(['a', 'b'].map(async name => ({ name, ...(await openForm(address)) })))
      const sent = await Promise.all(
        opened.map(({ name, browser, form }) =>
          browser.send(form.action, { ...form.fields, ...firstAdmin, email: `${name}@testshire.example` }),
        ),
      )
      expect(sent.map(response => response.status).sort()).toEqual([303, 410])
      expect(await countMembers(site.deps.db)).toBe(1)
    })

    test('a link works only while there is no admin', async () => {
      const address = `/first-admin/${await createOneTimeLink(site.deps, 'first-admin', null)}`
      const { browser, form } = await openForm(address)
      await site.signedIn({ role: 'admin' })
      expect((await browser.send(form.action, { ...form.fields, ...firstAdmin })).status).toBe(410)
      expect(await countMembers(site.deps.db)).toBe(1)
    })

    test('a link still works after the form was refused', async () => {
      const address = `/first-admin/${await createOneTimeLink(site.deps, 'first-admin', null)}`
      expect((await site.visitor().submitForm(address, { ...firstAdmin, passphrase: 'short' })).status).toBe(422)
      expect((await site.visitor().submitForm(address, firstAdmin)).status).toBe(303)
    })

    test('a link stops working when a newer one is made', async () => {
      const old = await createOneTimeLink(site.deps, 'first-admin', null)
      const newer = await createOneTimeLink(site.deps, 'first-admin', null)
      expect([
        (await site.visitor().get(`/first-admin/${old}`)).status,
        (await site.visitor().get(`/first-admin/${newer}`)).status,
      ]).toEqual([410, 200])
    })
  })

  describe('for a new passphrase', () => {
    const next = 'quiet lantern borrows seven kites'

    test('a link sets the passphrase, ends every session, and works once', async () => {
      const { browser, member } = await site.signedIn()
      const address = `/passphrase/${await createOneTimeLink(site.deps, 'passphrase', member.id)}`
      expect(textOf((await site.visitor().submitForm(address, { passphrase: 'passwordpassword' })).text)).toContain(
        'too easy to guess',
      )
      const again = await openForm(address)
      const set = await site.visitor().submitForm(address, { passphrase: next })
      expect([set.status, set.headers['location']]).toEqual([303, '/sign-in?changed=passphrase'])
      expect(textOf((await site.visitor().get(set.headers['location']!)).text)).toContain(
        'Your passphrase has changed. Sign in with the new one.',
      )
      expect((await browser.get('/account')).status).toBe(303)
      const spent = await site.visitor().get(address)
      expect([spent.status, textOf(spent.text)]).toEqual([
        410,
        expect.stringContaining(
          'This link no longer works It works once, within 24 hours. Email operator@localhost.example for a new one.',
        ),
      ])
      expect(
        (
          await again.browser.send(again.form.action, {
            ...again.form.fields,
            passphrase: 'purple anvil sings under maps',
          })
        ).status,
      ).toBe(410)
      const signIn = (passphrase: string) => site.visitor().submitForm('/sign-in', { email: member.email, passphrase })
      expect([(await signIn(PASSPHRASE)).status, (await signIn(next)).status]).toEqual([422, 303])
    })

    test('a passphrase of the member’s own details is refused, and the link still works', async () => {
      const { member } = await site.signedIn({
        name: 'Bartholomew Featherstonehaugh',
        email: 'b.feather@testshire.example',
      })
      const address = `/passphrase/${await createOneTimeLink(site.deps, 'passphrase', member.id)}`
      for (const passphrase of [
        'b.feather@testshire.example',
        'Bartholomew-Featherstonehaugh!',
        'featherstonehaugh+testshire',
      ]) {
        const refused = await site.visitor().submitForm(address, { passphrase })
        expect([passphrase, refused.status, textOf(refused.text)]).toEqual([
          passphrase,
          422,
          expect.stringContaining('based on your own details'),
        ])
      }
      expect((await site.visitor().submitForm(address, { passphrase: next })).status).toBe(303)
    })

    test.each(['/passphrase', '/first-admin', '/invitation'])(
      'an unknown link at %s is refused before its passphrase is hashed',
      async path => {
        let hashes = 0
        const { hash } = site.deps.passphrases
        Object.assign(site.deps.passphrases, { hash: (passphrase: string) => (hashes++, hash(passphrase)) })
        const fields = path === '/passphrase' ? { passphrase: next } : firstAdmin
        const refused = await site.visitor().sendWithToken('/sign-in', fields, `${path}/${'x'.repeat(43)}`)
        Object.assign(site.deps.passphrases, { hash })
        expect([refused.status, hashes]).toEqual([410, 0])
      },
    )

    test('a link still works when another member gets one', async () => {
      const { member } = await site.signedIn()
      const { member: otherMember } = await site.signedIn()
      const address = `/passphrase/${await createOneTimeLink(site.deps, 'passphrase', member.id)}`
      await createOneTimeLink(site.deps, 'passphrase', otherMember.id)
      expect((await site.visitor().get(address)).status).toBe(200)
    })
  })

  test.each(['first-admin', 'passphrase'] as const)(
    'a %s link expires after a day, cannot be guessed, and serves no other purpose',
    async purpose => {
      const memberId = purpose === 'passphrase' ? (await site.signedIn()).member.id : null
      const secret = await createOneTimeLink(site.deps, purpose, memberId)
      const status = async (address: string): Promise<number> => (await site.visitor().get(address)).status
      const other = purpose === 'passphrase' ? 'first-admin' : 'passphrase'
      expect([
        await status(`/${other}/${secret}`),
        await status(`/${purpose}/${secret}x`),
        await status(`/${purpose}/%00`),
      ]).toEqual([410, 410, 404])
      site.clock.pass(DAY - 1)
      expect(await status(`/${purpose}/${secret}`)).toBe(200)
      const { browser, form } = await openForm(`/${purpose}/${secret}`)
      site.clock.pass(1)
      expect(await status(`/${purpose}/${secret}`)).toBe(410)
      expect(
        (
          await browser.send(form.action, {
            ...form.fields,
            ...(purpose === 'passphrase' ? { passphrase: PASSPHRASE } : firstAdmin),
          })
        ).status,
      ).toBe(410)
    },
  )

  test('a link is stored only as a hash', async () => {
    const secret = await createOneTimeLink(site.deps, 'first-admin', null)
    expect(JSON.stringify(await site.deps.db.selectFrom('one_time_link').selectAll().execute())).not.toContain(secret)
  })
})
