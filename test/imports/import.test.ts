import { importHistory, verifyHistory, type ImportResult } from '../../src/imports/index.js'
import { parseLine } from '../../src/imports/parse-line.js'
import { check } from '../../src/maintenance/index.js'
import { engines } from '../support/databases.js'
import { line } from '../support/history.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { textOf, titlesIn } from '../support/html.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('importing a history on %s', engine => {
  const files = temporaryFolder()
  let site: TestSite
  let count = 0
  beforeAll(async () => {
    site = await testSite(engine)
  })
  afterAll(async () => {
    files.remove()
    await site.close()
  })

  /** Imports these lines as a new source, unless a source is named. */
  const importLines = (
    lines: readonly string[],
    source = `source ${++count}`,
    name = 'history.jsonl',
  ): Promise<ImportResult> =>
    importHistory(site.deps, { file: files.write(name, lines), kind: 'solution', theme: 'security', source })

  const addressOf = (result: ImportResult, path: string): string =>
    `/solutions/${result.pages.find(page => page.path === path)!.slug}`
  const read = async (address: string): Promise<string> => textOf((await site.visitor().get(address)).text)

  /** Returns the stored bodies of a page's revisions, in order. */
  const bodiesAt = async (address: string): Promise<readonly string[]> => {
    const rows = await site.deps.db
      .selectFrom('revision')
      .innerJoin('page', 'page.id', 'revision.page_id')
      .select('revision.body')
      .where('page.slug', '=', decodeURIComponent(address.slice('/solutions/'.length)))
      .orderBy('revision.number')
      .execute()
    return rows.map(row => row.body)
  }

  test.each([
    ['2019-02-20T10:17:12+01:00', '2019-02-20T09:17:12.000Z'],
    ['2019-02-20T10:17:12Z', '2019-02-20T10:17:12.000Z'],
    ['2019-02-20 10:17:12 +0100', '2019-02-20T09:17:12.000Z'],
    ['2019-07-20T10:17:12', '2019-07-20T10:17:12.000Z'],
    ['2019-07-20 10:17', '2019-07-20T10:17:00.000Z'],
    ['2019-07-20', '2019-07-20T00:00:00.000Z'],
    ['2019-07-20T10:17:12.5-0230', '2019-07-20T12:47:12.500Z'],
  ])('reads the date %s as %s on every machine', (date, instant) => {
    for (const zone of ['America/New_York', 'Asia/Tokyo', 'UTC']) {
      const before = process.env['TZ']
      process.env['TZ'] = zone
      expect(parseLine(line({ date }), 1)).toMatchObject({ date: instant })
      if (before === undefined) delete process.env['TZ']
      else process.env['TZ'] = before
    }
  })

  test.each([
    '2019-02-30',
    '2019-02-30 10:00',
    '2019-02-20T25:00',
    '20/2/2019',
    '2019-02-20T10:17:12+99:99',
    '2019-02-20 x',
    '',
  ])('refuses the date %j', date =>
    expect(parseLine(line({ date }), 7)).toEqual({
      line: 7,
      problem: 'date: is not a date such as 2019-02-20T10:17:12+01:00',
    }),
  )

  test('leaves out a line of the future, until its time has come', async () => {
    const lines = [line({ op: 'A', path: 'future.md', date: '2026-03-05T00:00:00Z', text: '# From tomorrow\n' })]
    const early = await importLines(lines, 'future')
    expect(early).toMatchObject({
      imported: 0,
      problems: [{ line: 1, problem: 'date: 2026-03-05T00:00:00.000Z is in the future' }],
    })
    site.clock.pass(86_400)
    expect(await importLines(lines, 'future')).toMatchObject({ imported: 1, problems: [] })
  })

  test('links between imported files lead to their pages', async () => {
    await importLines([
      line({ op: 'A', path: 'manual/a.md', text: '# Linking\n\n[b](b.md#part) [c](parts/c_1%.md)\n' }),
      line({ op: 'A', path: 'manual/b.md', text: '# Linked B\n' }),
      line({ op: 'A', path: 'manual/parts/c_1%.md', text: '# Linked C\n' }),
      line({ op: 'A', path: 'x/twice.md', text: '# Twice\n' }),
      line({ op: 'A', path: 'y/twice.md', text: '# Twice again\n' }),
      line({ op: 'A', path: 'gone.md', text: '# Gone away\n' }),
      line({ op: 'D', path: 'gone.md', text: null }),
    ])
    const locationOf = async (address: string): Promise<readonly unknown[]> => {
      const { status, headers } = await site.visitor().get(address)
      return [status, headers['location']]
    }
    expect(await locationOf('/solutions/b.md')).toEqual([302, '/solutions/linked-b'])
    expect(await locationOf('/manual/b.md')).toEqual([302, '/solutions/linked-b'])
    expect(await locationOf('/solutions/parts/c_1%25.md')).toEqual([302, '/solutions/linked-c'])
    expect(await locationOf('/x/twice.md')).toEqual([302, '/solutions/twice'])
    for (const nowhere of ['twice.md', 'gone.md', 'c%5f1.md', '%25.md', '%.md', 'c_11.md', 'b', 'Linked-b.md'])
      expect((await locationOf(`/solutions/${nowhere}`))[0]).toBe(404)
  })

  test('the address of an imported page is not told to visitors where only members may read', async () => {
    const closed = await testSite(engine, { READ_ACCESS: 'members' })
    await importHistory(closed.deps, {
      file: files.write('closed.jsonl', [line({ op: 'A', path: 'manual/b.md', text: '# Linked B\n' })]),
      kind: 'solution',
      theme: 'security',
      source: 'closed',
    })
    const { browser } = await closed.signedIn()
    expect((await browser.get('/manual/b.md')).status).toBe(302)
    expect((await closed.visitor().get('/manual/b.md')).status).toBe(404)
    await closed.close()
  })

  test('does not retry a line that contradicted the lines before it', async () => {
    const lines = [line({ op: 'D', path: 'late.md', text: null }), line({ op: 'A', path: 'late.md', text: '# Late\n' })]
    const first = await importLines(lines, 'late')
    const second = await importLines(lines, 'late')
    expect(first).toMatchObject({ imported: 1, problems: [{ line: 1 }] })
    expect(second).toMatchObject({ imported: 0, alreadyImported: 1, problems: first.problems })
    expect(await read(addressOf(second, 'late.md'))).not.toContain('archived')
  })

  test.each(['history.jsonl', 'history.jsonl.gz'])(
    'turns %s into pages with every revision, its date and its author',
    async name => {
      const result = await importLines(
        [
          line({
            op: 'A',
            path: 'a.md',
            date: '2011-05-06T12:00:00Z',
            author: 'Ann',
            message: 'Begin\n\nbecause',
            text: `# Told in ${name}\n\nOne.\n`,
          }),
          line({ op: 'A', path: 'b.md', text: '# The other\n' }),
          line({
            op: 'M',
            path: 'a.md',
            date: '2012-07-08T12:00:00Z',
            author: 'Bob',
            message: 'Go on',
            text: `# Told in ${name}\n\nTwo.\n`,
          }),
        ],
        undefined,
        name,
      )
      expect(result).toMatchObject({
        imported: 3,
        alreadyImported: 0,
        problems: [],
        pages: [
          { path: 'a.md', kind: 'solution', revisions: 2 },
          { path: 'b.md', revisions: 1 },
        ],
      })
      const address = addressOf(result, 'a.md')
      expect(await read(address)).toMatch(/Told in .* Changed 8 July 2012 by Bob\b.* Two\./)
      expect(await read(`${address}/history`)).toMatch(
        /Revision 2 .*Go on 8 July 2012 by Bob · imported .*Revision 1 Begin 6 May 2011 by Ann · imported/,
      )
      expect(await read(`${address}/revisions/1`)).toContain('One.')
    },
  )

  test('archives a page that is deleted, and brings it back when it is added again', async () => {
    const source = 'deleting'
    const lines = [
      line({ op: 'A', text: '# Now and then\n\nFirst version.\n' }),
      line({ op: 'D', date: '2013-01-02', text: undefined }),
    ]
    const address = addressOf(await importLines(lines, source), 'docs/page.md')
    expect(await read(address)).toContain('This page was archived on 2 January 2013')
    expect(titlesIn((await site.visitor().get('/search?q=now+then')).text)).toEqual([])
    const again = await importLines(
      [...lines, line({ op: 'A', date: '2014-01-02', text: '# Now and then\n\nSecond version.\n' })],
      source,
    )
    expect(again).toMatchObject({
      imported: 1,
      alreadyImported: 2,
      problems: [],
      pages: [{ path: 'docs/page.md', revisions: 2 }],
    })
    expect(await read(address)).toContain('Second version.')
    expect(await read(address)).not.toContain('archived')
  })

  test('keeps the history of a renamed page and redirects its old address', async () => {
    const result = await importLines([
      line({ op: 'A', path: 'old.md', text: '# An old title\n' }),
      line({ op: 'R', path: 'new.md', from: 'old.md', text: '# A newer title\n' }),
      line({ op: 'M', path: 'new.md', text: '# A newer title\n\nMore.\n' }),
    ])
    expect(result).toMatchObject({
      imported: 3,
      problems: [],
      pages: [{ path: 'new.md', slug: 'a-newer-title', revisions: 3 }],
    })
    const old = await site.visitor().get('/solutions/an-old-title')
    expect([old.status, old.headers['location']]).toEqual([308, '/solutions/a-newer-title'])
  })

  test('creates a page when the old path of a rename is unknown', async () => {
    expect(
      await importLines([line({ op: 'R', path: 'here.md', from: 'nowhere.md', text: '# From nowhere\n' })]),
    ).toMatchObject({ imported: 1, problems: [], pages: [{ path: 'here.md', revisions: 1 }] })
  })

  test('creates a new page at a path whose page was renamed', async () => {
    const result = await importLines([
      line({ op: 'A', path: 'p', text: '# Moved on\n' }),
      line({ op: 'R', path: 'q', from: 'p', text: '# Moved on\n' }),
      line({ op: 'A', path: 'p', text: '# In its place\n' }),
    ])
    expect(result).toMatchObject({
      problems: [],
      pages: [
        { path: 'p', slug: 'in-its-place', revisions: 1 },
        { path: 'q', slug: 'moved-on', revisions: 2 },
      ],
    })
  })

  test('renames to a path whose page was deleted, but not to the path of another page', async () => {
    const free = await importLines([
      line({ op: 'A', path: 'x', text: '# X was\n' }),
      line({ op: 'D', path: 'x' }),
      line({ op: 'A', path: 'y', text: '# Y is\n' }),
      line({ op: 'R', path: 'x', from: 'y', text: '# Y is\n' }),
    ])
    expect(free).toMatchObject({ imported: 4, problems: [] })
    expect(free.pages.map(page => [page.path, page.slug, page.revisions]).sort()).toEqual([
      ['x', 'x-was', 1],
      ['x', 'y-is', 2],
    ])
    const taken = await importLines([
      line({ op: 'A', path: 'x', text: '# Here already\n' }),
      line({ op: 'A', path: 'y', text: '# Not moved\n' }),
      line({ op: 'R', path: 'x', from: 'y', text: '# Moved\n' }),
    ])
    expect(taken).toMatchObject({
      imported: 2,
      problems: [{ line: 3, problem: 'path: another page already has the new path' }],
    })
    expect((await site.visitor().get('/solutions/moved')).status).toBe(404)
  })

  test.each([
    ['CRLF', '# Windows\r\n\r\nText.\r\n'],
    ['nothing in it', ''],
    ['nothing but white space', ' \n\t\n'],
    ['control characters', '# Bell \u0007\n\n\u001b[31mred\u001b[0m \u0085 \u202e\n'],
    ['characters of every plane', '# 密 𠀀 é e\u0301\n'],
    ['no newline at its end', '# Abrupt'],
  ])('stores a text with %s byte for byte', async (_, text) => {
    const address = addressOf(
      await importLines([line({ op: 'A', path: `${text.length}.md`, text })]),
      `${text.length}.md`,
    )
    expect(await bodiesAt(address)).toEqual([text])
    expect((await site.visitor().get(address)).status).toBe(200)
  })

  test('keeps the order of revisions in the file, even if their dates run backwards', async () => {
    const result = await importLines([
      line({ op: 'A', date: '2015-06-01', text: '# Backwards\n\nFirst in the file.\n' }),
      line({ op: 'M', date: '2014-06-01', text: '# Backwards\n\nLast in the file.\n' }),
    ])
    const address = addressOf(result, 'docs/page.md')
    expect(await read(address)).toMatch(/Changed 1 June 2014 .*Last in the file\./)
    expect(await read(`${address}/history`)).toMatch(/Revision 2 .*1 June 2014 .*Revision 1 .*1 June 2015/)
  })

  test('reports an invalid line by its number, stores nothing from it, and continues', async () => {
    const before = await site.deps.db.selectFrom('page').select('id').execute()
    const result = await importLines([
      line({ path: 'good', text: '# Good\n' }),
      line({ path: 'bad', text: 'NUL \0' }),
      '{',
      line({ op: 'D', path: 'unheard-of' }),
      line({ path: 'good too', text: '# Good too\n' }),
    ])
    expect(result).toMatchObject({ imported: 2, alreadyImported: 0 })
    expect(result.problems.map(problem => problem.line)).toEqual([2, 3, 4])
    expect(result.pages.map(page => page.path)).toEqual(['good', 'good too'])
    expect(await site.deps.db.selectFrom('page').select('id').execute()).toHaveLength(before.length + 2)
  })

  test('adds nothing the second time, except lines that were appended', async () => {
    // More than one batch, and lines that are equal: the text changes back and forth.
    const lines = Array.from({ length: 230 }, (_, n) =>
      line({ path: `p${n % 3}`, text: `# Page ${n % 3}\n\n${n % 2}\n` }),
    )
    expect(await importLines(lines, 'twice')).toMatchObject({ imported: 230, alreadyImported: 0, problems: [] })
    const again = await importLines(lines, 'twice')
    expect(again).toMatchObject({ imported: 0, alreadyImported: 230, problems: [] })
    expect(again.pages.map(page => page.revisions)).toEqual([77, 77, 76])
    expect(await importLines([...lines, line({ path: 'p0', text: '# Page 0\n\nAppended.\n' })], 'twice')).toMatchObject(
      {
        imported: 1,
        alreadyImported: 230,
      },
    )
    expect(await importLines([...lines, line({ path: 'p0', text: '# Page 0\n\nAppended.\n' })], 'twice')).toMatchObject(
      {
        imported: 0,
        alreadyImported: 231,
      },
    )
  })

  test('creates a separate page for the same path in another source', async () => {
    const first = await importLines([line({ text: '# Twin\n' })], 'one')
    const second = await importLines([line({ text: '# Twin\n' })], 'other')
    expect(addressOf(first, 'docs/page.md')).toBe('/solutions/twin')
    expect(addressOf(second, 'docs/page.md')).toBe('/solutions/twin-2')
  })

  test('can be verified, with the line of each text that is changed, missing or invalid', async () => {
    const lines = [
      line({ path: 'v', text: '# Verified\n' }),
      line({ path: 'v', text: '# Verified\n\nMore.\n' }),
      line({ op: 'D', path: 'v' }),
    ]
    const { pages } = await importLines(lines, 'verified')
    const file = files.write('verified.jsonl', [...lines, line({ path: 'w', text: 'Not brought in.' }), 'oops'])
    expect(await verifyHistory(site.deps, { file, source: 'verified' })).toEqual({
      equal: 2,
      problems: [
        { line: 4, problem: 'was not imported' },
        { line: 5, problem: 'is not JSON' },
      ],
    })
    const { id } = await site.deps.db
      .selectFrom('page')
      .select('id')
      .where('slug', '=', pages[0]!.slug)
      .executeTakeFirstOrThrow()
    await site.deps.db.transaction(tx =>
      tx
        .updateTable('revision')
        .set({ body: '# Verified\r\n' })
        .where('page_id', '=', id)
        .where('number', '=', 1)
        .execute(),
    )
    expect((await verifyHistory(site.deps, { file, source: 'verified' })).problems[0]).toEqual({
      line: 1,
      problem: 'the stored text differs',
    })
    await site.deps.db.transaction(tx =>
      tx
        .updateTable('revision')
        .set({ body: '# Verified\n' })
        .where('page_id', '=', id)
        .where('number', '=', 1)
        .execute(),
    )
  })

  test('leaves a database in which the check finds no problem', async () => {
    expect(await check(site.deps.db)).toEqual([])
  })
})
