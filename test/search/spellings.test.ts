import { engines } from '../support/databases.js'
import { textOf, titlesIn } from '../support/html.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('finding words however they are spelt on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
    const add = (title: string, body = 'Nothing else is here.\n', more: object = {}) =>
      site.page('barrier', { title, body, summary: '', ...more })
    await add('Staff need up to 15 log-ins a day')
    await add('People wait for the help desk')
    await add('Nobody trains staff in cyber security')
    await add('Screenreader users cannot use the intranet')
    await add('The open-source policy is unclear')
    await add('E-mail is limited to 20 MB')
    await add('Staff cannot back up laptops')
    await add('O’Neil House has no network')
    await add('The IT department says no')
    await add('It takes weeks to hire anybody')
    await add('People’s data is in Defra‘s digital archive', 'Also in the team´s drawer.\n')
    await add('A broad range of forms', 'It is land for all.\n')
    await add(
      'Meals in the canteen',
      [
        'The caf&eacute; opens late. See https://www.menus.example/lunch-times?day=1 or <https://snacks.example/trolley>.',
        'It is un**believ**able, in&shy;defen\u00adsible and in\u200bedible. Write to <cook@kitchen.example>.',
      ].join('\n\n'),
    )
  })
  afterAll(() => site.close())

  const titlesFor = async (typed: string): Promise<readonly string[]> => {
    const { status, text } = await site.visitor().get(`/search?q=${encodeURIComponent(typed)}`)
    expect(status).toBe(200)
    return titlesIn(text)
  }

  test.each([
    ['login', 'Staff need up to 15 log-ins a day'],
    ['logins', 'Staff need up to 15 log-ins a day'],
    ['log-in', 'Staff need up to 15 log-ins a day'],
    ['log in', 'Staff need up to 15 log-ins a day'],
    ['helpdesk', 'People wait for the help desk'],
    ['helpdesks', 'People wait for the help desk'],
    ['help-desk', 'People wait for the help desk'],
    ['"help desk"', 'People wait for the help desk'],
    ['cybersecurity', 'Nobody trains staff in cyber security'],
    ['cyber-security', 'Nobody trains staff in cyber security'],
    ['screen reader', 'Screenreader users cannot use the intranet'],
    ['screen-reader', 'Screenreader users cannot use the intranet'],
    ['screen readers', 'Screenreader users cannot use the intranet'],
    ['opensource', 'The open-source policy is unclear'],
    ['open source', 'The open-source policy is unclear'],
    ['email', 'E-mail is limited to 20 MB'],
    ['emails', 'E-mail is limited to 20 MB'],
    ['e-mail', 'E-mail is limited to 20 MB'],
    ['e-mails', 'E-mail is limited to 20 MB'],
    ['backup', 'Staff cannot back up laptops'],
    ['backups', 'Staff cannot back up laptops'],
    ["o'neil", 'O’Neil House has no network'],
    ['oneil', 'O’Neil House has no network'],
    ['IT', 'The IT department says no'],
    ['"it department"', 'The IT department says no'],
    [`"people's data"`, 'People’s data is in Defra‘s digital archive'],
    ['"people’s data"', 'People’s data is in Defra‘s digital archive'],
    ['“peopleʼs data”', 'People’s data is in Defra‘s digital archive'],
    [`"Defra's digital"`, 'People’s data is in Defra‘s digital archive'],
    [`"team's drawer"`, 'People’s data is in Defra‘s digital archive'],
    ['café', 'Meals in the canteen'],
    ['cafe', 'Meals in the canteen'],
    ['menus.example', 'Meals in the canteen'],
    ['https://www.menus.example/', 'Meals in the canteen'],
    ['lunch-times', 'Meals in the canteen'],
    ['snacks.example', 'Meals in the canteen'],
    ['trolley', 'Meals in the canteen'],
    ['unbelievable', 'Meals in the canteen'],
    ['indefensible', 'Meals in the canteen'],
    ['inedible', 'Meals in the canteen'],
    ['kitchen.example', 'Meals in the canteen'],
  ])('%s finds “%s” first', async (typed, title) => {
    expect((await titlesFor(typed))[0]).toBe(title)
  })

  test.each([
    ['abroad', 'A broad range of forms'],
    ['island', 'A broad range of forms'],
    ['IT', 'It takes weeks to hire anybody'],
    ['eacute', 'Meals in the canteen'],
    ['https', 'Meals in the canteen'],
    ['example/lunch', 'Staff cannot back up laptops'],
  ])('%s does not find “%s”', async (typed, title) => {
    expect(await titlesFor(typed)).not.toContain(title)
  })

  test.each(['login', 'logins', 'helpdesk', 'cybersecurity', 'log-in', 'email'])(
    '%s needs no other spelling',
    async typed => {
      const { text } = await site.visitor().get(`/search?q=${typed}`)
      expect(textOf(text)).not.toContain('Did you mean')
    },
  )

  test.each([
    ['too many logins', 'Staff need up to 15 log-ins a day'],
    ['slow helpdesk', 'People wait for the help desk'],
    ['no cyber-security training', 'Nobody trains staff in cyber security'],
    ['cannot use a screen reader', 'Screenreader users cannot use the intranet'],
    ['large e-mails', 'E-mail is limited to 20 MB'],
  ])('somebody about to document “%s” is shown “%s”', async (typed, title) => {
    const { text } = await site.visitor().get(`/barriers/new?q=${encodeURIComponent(typed)}`)
    expect(titlesIn(text)).toContain(title)
  })

  test('results show the text and not its source', async () => {
    const { text } = await site.visitor().get('/search?q=caf%C3%A9')
    expect(textOf(text)).toContain('The café opens late.')
    expect(text).not.toMatch(/&amp;eacute;|\*\*/)
  })

  test('marks a word in its other spelling', async () => {
    await site.page('barrier', { title: 'Waiting', summary: '', body: 'Some call the service desk on Mondays.\n' })
    await site.page('barrier', { title: 'Desk', summary: '', body: 'The servicedesk is shut.\n' })
    expect((await site.visitor().get('/search?q=servicedesk')).text).toContain('<mark>service desk</mark>')
    expect((await site.visitor().get('/search?q=service+desk')).text).toContain('<mark>servicedesk</mark>')
  })

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'])(
    'the word %s is searched for like any other',
    async typed => {
      for (const path of ['/search', '/barriers/new', '/barriers'])
        expect((await site.visitor().get(`${path}?q=${typed}&tag=${typed}`)).status).toBe(200)
    },
  )
})
