import { jest } from '@jest/globals'
import Sqlite from 'better-sqlite3'
import { closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { unblock, type CommandResult } from './support/command.js'
import { emptyDatabase, engines } from './support/databases.js'
import { line } from './support/history.js'
import { temporaryFolder } from './support/temporary-folder.js'
import { PASSPHRASE } from './support/browser.js'

// Each command runs in its own process, which is slow on a busy machine.
jest.setTimeout(120_000)

const files = temporaryFolder()
afterAll(() => files.remove())

let databases = 0

/** Runs commands on a database that no other test uses. */
function onOwnDatabase(url = `sqlite:./${++databases}.db`): {
  url: string
  run: (args: readonly string[], input?: string) => Promise<CommandResult>
} {
  return {
    url,
    run: (args, input = '') => unblock(args, { folder: files.folder, environment: { DATABASE_URL: url }, input }),
  }
}

const lines = (text: string): readonly string[] => text.split('\n').filter(row => row !== '')

test.each([
  '',
  'start',
  'migrate',
  'member',
  'member create',
  'member role',
  'member link',
  'sample',
  'import',
  'rebuild',
  'check',
])('unblock %s --help explains the command', async command => {
  const { code, stdout, stderr } = await unblock([...command.split(' ').filter(Boolean), '--help'], {
    folder: files.folder,
  })
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain(`Usage: unblock ${command}`)
})

test.each([
  ['an unknown command', ['fly'], 'unknown command'],
  [
    'an unknown role',
    ['member', 'role', 'a@testshire.example', 'king'],
    'It must be one of: member, moderator, admin.',
  ],
  ['an import without a kind', ['import', 'history.jsonl'], '--kind'],
])('%s is refused with a message that points to --help', async (_, args, message) => {
  const { code, stderr } = await unblock(args, {
    folder: files.folder,
    environment: { DATABASE_URL: 'sqlite:./never-made.db' },
  })
  expect(code).toBe(1)
  expect(stderr).toContain(message)
  expect(stderr).toContain('Use --help to see what this command accepts.')
})

test.each(engines)('migrate creates the database on %s, and leaves an up-to-date database as it is', async engine => {
  const database = await emptyDatabase(engine)
  const { run } = onOwnDatabase(database.url)
  const [first, ...others] = await Promise.all([run(['migrate']), run(['migrate'])])
  for (const { code, stdout, stderr } of [first, ...others, await run(['migrate'])])
    expect([code, stdout, stderr]).toEqual([0, 'The database is up to date.\n', ''])
  expect(await run(['check'])).toMatchObject({ code: 0, stdout: 'No problems found.\n' })
  await database.drop()
})

test('sample adds the sample content once, and invented evidence only with --evidence', async () => {
  const { run } = onOwnDatabase()
  const first = await run(['sample'])
  const second = await run(['sample'])
  expect([first.code, second.code, second.stdout]).toEqual([0, 0, 'Added 0 pages.\n'])
  expect((await run(['sample', '--evidence'])).stdout).toMatch(
    /^Added 0 pages\.\nAdded 1\d\d reports by invented organisations\.\n$/,
  )
  expect((await run(['sample', '--evidence'])).stdout).toBe(
    'Added 0 pages.\nAdded 0 reports by invented organisations.\n',
  )
  expect(Number(/^Added (\d+) pages\.\n$/.exec(first.stdout)?.[1])).toBeGreaterThanOrEqual(90)
})

describe('unblock member', () => {
  const { run } = onOwnDatabase()

  test('a member is created with a passphrase from standard input', async () => {
    const { code, stdout } = await run(
      ['member', 'create', 'Ann@Testshire.example', '--name', 'Ann', '--role', 'moderator', '--passphrase-stdin'],
      `${PASSPHRASE}\n`,
    )
    expect([code, stdout]).toEqual([0, 'Created moderator ann@testshire.example.\n'])
  })

  test('a member is created with a one-time link for choosing a passphrase', async () => {
    const { code, stdout } = await run(['member', 'create', 'bob@testshire.example', '--name', 'Bob'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      new RegExp(
        '^Created member bob@testshire\\.example\\.\n' +
          'To choose a passphrase, open this link within 24 hours: http://localhost:\\d+/passphrase/[\\w-]{43}\n$',
      ),
    )
  })

  test.each([
    [
      'with a passphrase that is too short',
      'dan@testshire.example',
      'short\n',
      /^Passphrase must be at least 15 characters\.$/m,
    ],
    ['twice', 'ann@testshire.example', `${PASSPHRASE}\n`, /^There is already an account with this email address\.$/m],
  ])('a member is not created %s', async (_, email, input, message) => {
    const { code, stdout, stderr } = await run(
      ['member', 'create', email, '--name', 'Dan', '--passphrase-stdin'],
      input,
    )
    expect([code, stdout, lines(stderr).length]).toEqual([1, '', 1])
    expect(stderr).toMatch(message)
  })

  test.each([
    ['Ann, HM Treasury', /^The name must not have a comma\. We show your organisation beside it\.$/m],
    ['Ann\u200b', /^The name has an invisible character\. Delete it and type the name again\.$/m],
    ['Moderator', /^The name must not have “moderator”, because readers could take it for a role\./m],
  ])('a member is not created with the name “%s”', async (name, message) => {
    const { code, stdout, stderr } = await run(['member', 'create', 'eve@testshire.example', '--name', name])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(message)
  })

  test('a member can be given another role, and a link for choosing a new passphrase', async () => {
    expect(await run(['member', 'role', 'ANN@testshire.example', 'admin'])).toEqual({
      code: 0,
      stdout: 'The role of ann@testshire.example is now admin.\n',
      stderr: '',
    })
    expect((await run(['member', 'link', 'ann@testshire.example'])).stdout).toMatch(
      /^http:\/\/localhost:\d+\/passphrase\/[\w-]{43}\n$/,
    )
  })

  test.each([
    ['role', 'nobody@testshire.example', 'admin'],
    ['link', 'nobody@testshire.example'],
  ])('a member who does not exist cannot be given a %s', async (...args) => {
    expect(await run(['member', ...args])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'There is no member with the email address nobody@testshire.example.\n',
    })
  })
})

describe('unblock import', () => {
  const { run } = onOwnDatabase()
  const good = files.write('good.jsonl.gz', [
    line({ path: 'a', text: '# One page\n' }),
    line({ path: 'a', text: '# One page\n\nMore.\n' }),
    line({ path: 'b', text: '# Another\n' }),
  ])

  test('import prints what it imported and writes a report, a second run adds nothing, and the result can be verified', async () => {
    const report = join(files.folder, 'report.jsonl')
    const { code, stdout, stderr } = await run(['import', good, '--kind', 'solution', '--report', report])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Imported 3 lines \(0 imported before, 0 with problems\) of 2 pages in [\d.]+ s\.\n$/)
    expect(lines(readFileSync(report, 'utf8')).map(row => JSON.parse(row) as unknown)).toEqual([
      { path: 'a', address: '/solutions/one-page', revisions: 2 },
      { path: 'b', address: '/solutions/another', revisions: 1 },
    ])
    expect((await run(['import', good, '--kind', 'solution'])).stdout).toMatch(
      /^Imported 0 lines \(3 imported before, 0 with problems\)/,
    )
    expect(await run(['import', good, '--kind', 'solution', '--verify'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Compared with the file in [\d.]+ s: 3 texts match, 0 problems\.$/m) as string,
    })
  })

  test('import names bad lines, imports the rest, and exits with 1', async () => {
    const file = files.write('bad.jsonl', [line({ path: 'c', text: '# Good\n' }), 'oops', line({ op: 'D', path: 'd' })])
    const { code, stdout, stderr } = await run(['import', file, '--kind', 'solution'])
    expect(code).toBe(1)
    expect(lines(stderr)).toEqual(['line 2: is not JSON', 'line 3: path: there is no page to delete'])
    expect(stdout).toMatch(/^Imported 1 line \(0 imported before, 2 with problems\) of 1 page in/)
    expect((await run(['import', file, '--kind', 'solution', '--verify'])).code).toBe(1)
  })

  const falselyGzipped = join(files.folder, 'not-gzipped.jsonl.gz')
  writeFileSync(falselyGzipped, line())

  test.each([
    [
      'the file does not exist',
      [join(files.folder, 'none.jsonl'), '--kind', 'solution'],
      /^There is no file .*none\.jsonl\.$/,
    ],
    ['the file is a folder', [files.folder, '--kind', 'solution'], / cannot be read: /],
    [
      'the file is named as gzipped and is not',
      [falselyGzipped, '--kind', 'solution'],
      /not-gzipped\.jsonl\.gz cannot be read: /,
    ],
    [
      'the theme is unknown',
      [good, '--kind', 'solution', '--theme', 'weather'],
      /^There is no theme weather\. The themes are: it-and-access, /,
    ],
  ])('import exits with 1 and one line when %s', async (_, args, message) => {
    const { code, stdout, stderr } = await run(['import', ...args])
    expect([code, stdout, lines(stderr).length]).toEqual([1, '', 1])
    expect(stderr.trimEnd()).toMatch(message)
  })
})

describe('unblock check', () => {
  test('check lists the problems and exits with 1, and rebuild repairs derived data', async () => {
    const { url, run } = onOwnDatabase()
    await run(['import', files.write('checked.jsonl', [line({ text: '# Checked\n' })]), '--kind', 'barrier'])
    expect(await run(['check'])).toEqual({ code: 0, stdout: 'No problems found.\n', stderr: '' })
    const database = new Sqlite(join(files.folder, url.slice('sqlite:'.length)))
    database.exec(`update page set summary = 'Tampered with'; delete from page_search; update revision set note = note`)
    database.close()
    const { code, stdout } = await run(['check'])
    expect(code).toBe(1)
    expect(lines(stdout)).toEqual([
      'barrier checked: its published copy, tags or links do not match revision 1',
      'barrier checked: its search index entry does not match revision 1',
      'Found 2 problems.',
    ])
    expect(await run(['rebuild'])).toEqual({ code: 0, stdout: 'Rebuilt 1 page.\n', stderr: '' })
    expect((await run(['check'])).code).toBe(0)
  })

  test('check reports that the database file is damaged', async () => {
    const { url, run } = onOwnDatabase()
    await run([
      'import',
      files.write(
        'long.jsonl',
        Array.from({ length: 60 }, (_, n) =>
          line({ path: `${n % 5}`, text: `# Page ${n % 5}\n\n${'word '.repeat(400)}${n}\n` }),
        ),
      ),
      '--kind',
      'barrier',
    ])
    const path = join(files.folder, url.slice('sqlite:'.length))
    const file = openSync(path, 'r+')
    for (let at = 60_000; at < statSync(path).size; at += 20_000)
      writeSync(file, Buffer.alloc(3_000, 0xa5), 0, 3_000, at)
    closeSync(file)
    const { code, stdout, stderr } = await run(['check'])
    expect(code).toBe(1)
    expect(`${stdout}${stderr}`).not.toMatch(/^\s+at /m)
    expect(`${stdout}${stderr}`).not.toBe('')
  })
})
