import Sqlite from 'better-sqlite3'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../../src/config.js'
import { openDatabase } from '../../../src/platform/database/index.js'
import { CannotStart } from '../../../src/platform/errors.js'
import { openDeps } from '../../../src/server.js'
import { emptyDatabase, engines, freshDatabase } from '../../support/databases.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unblock-open-'))
})
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true, force: true })
})

const isRoot = process.getuid?.() === 0

const NOBODY = 65_534

/** Runs `work` as a user whom file permissions hold: the superuser may write anywhere. */
async function asOrdinaryUser<T>(files: readonly string[], work: () => Promise<T>): Promise<T> {
  if (!isRoot) return work()
  for (const file of files) chownSync(file, NOBODY, NOBODY)
  process.seteuid!(NOBODY)
  try {
    return await work()
  } finally {
    process.seteuid!(0)
  }
}

/** What the service says when it cannot start on this database: always one line. */
async function refusal(url: string): Promise<string> {
  const opened = await openDeps(readConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent' })).catch((error: unknown) => error)
  if (!(opened instanceof Error)) {
    await (opened as Awaited<ReturnType<typeof openDeps>>).db.close()
    return 'started'
  }
  expect(opened).toBeInstanceOf(CannotStart)
  expect(opened.message).not.toMatch(/[\r\n]/)
  return opened.message
}

/** A file with the whole schema. */
async function goodFile(): Promise<string> {
  const file = join(folder, 'unblock.db')
  expect(await refusal(`sqlite:${file}`)).toBe('started')
  return file
}

describe('an SQLite file that cannot be used stops the start in one line', () => {
  test('not SQLite at all', async () => {
    const file = join(folder, 'letter.db')
    writeFileSync(file, 'Dear Sir or Madam, '.repeat(1000))
    expect(await refusal(`sqlite:${file}`)).toBe(
      `The database ${file} is damaged or is not an SQLite file. Restore it from a backup, or name another file in DATABASE_URL.`,
    )
    expect(readFileSync(file, 'utf8')).toBe('Dear Sir or Madam, '.repeat(1000))
  })

  test.each([
    ['its first page', 100, 4000],
    ['all but its first page', 4096, 400_000],
  ])('damaged in %s', async (_, from, to) => {
    const file = await goodFile()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, from, Math.min(to, bytes.length))
    writeFileSync(file, bytes)
    expect(await refusal(`sqlite:${file}`)).toMatch(/damaged|malformed/)
  })

  test('a folder in its place', async () => {
    const file = join(folder, 'unblock.db')
    mkdirSync(file)
    expect(await refusal(`sqlite:${file}`)).toBe(
      `The database ${file} cannot be opened. Check that its folder exists, that the disk works and that this user may write there.`,
    )
  })

  test('a file in the place of its folder', async () => {
    writeFileSync(join(folder, 'data'), '')
    expect(await refusal(`sqlite:${join(folder, 'data', 'unblock.db')}`)).toMatch(
      /cannot be opened\. Check that its folder exists/,
    )
  })

  test.each([
    ['the folder', 0o600, 0o500],
    ['both', 0o400, 0o500],
    // What a process may do to a file is asked for its real user, whom a test run by the superuser cannot change for a while.
    ...(isRoot ? [] : [['the file', 0o400, 0o700] as const]),
  ] as const)('read-only: %s', async (_, fileMode, folderMode) => {
    const file = await goodFile()
    chmodSync(file, fileMode)
    chmodSync(folder, folderMode)
    expect(await asOrdinaryUser([file, folder], () => refusal(`sqlite:${file}`))).toBe(
      `The database ${file} is read-only. Let this user write to the file and to its folder.`,
    )
  })

  test('new, in a folder that is read-only', async () => {
    chmodSync(folder, 0o500)
    expect(await asOrdinaryUser([folder], () => refusal(`sqlite:${join(folder, 'unblock.db')}`))).toMatch(
      /cannot be opened\..* this user may write there/,
    )
    expect(await asOrdinaryUser([folder], () => refusal(`sqlite:${join(folder, 'data', 'unblock.db')}`))).toMatch(
      /is read-only/,
    )
  })

  test.each([
    ['while it is written', 'delete'],
    ['while its log is written', 'wal'],
  ])('locked by another process %s', async (_, mode) => {
    const file = await goodFile()
    const other = new Sqlite(file)
    other.pragma(`journal_mode = ${mode}`)
    other.exec('begin exclusive')
    try {
      expect(await refusal(`sqlite:${file}`)).toMatch(/locked by another process/)
    } finally {
      other.close()
    }
    expect(await refusal(`sqlite:${file}`)).toBe('started')
  })
})

test('an SQLite file whose folder does not exist yet is made, with its folder', async () => {
  expect(await refusal(`sqlite:${join(folder, 'a', 'b', 'unblock.db')}`)).toBe('started')
})

test('a PostgreSQL server that does not answer stops the start in one line, without its passphrase', async () => {
  const said = await refusal('postgres://unblock:hunter2@127.0.0.1:1/unblock')
  expect(said).toMatch(
    /^The PostgreSQL server in DATABASE_URL does not answer \(.*ECONNREFUSED.*\)\. Check the address and the user, and that the server is running\.$/,
  )
  expect(said).not.toContain('hunter2')
})

test('a PostgreSQL database that does not exist stops the start in one line', async () => {
  const database = await emptyDatabase('postgres')
  await database.drop()
  expect(await refusal(database.url)).toMatch(/does not exist.*Check the address/)
})

describe.each(engines)('on %s', engine => {
  test('a newer schema stops the start', async () => {
    const database = await freshDatabase(engine)
    const db = await openDatabase(database.url)
    await db.transaction(tx =>
      tx.insertInto('migration').values({ name: '999-from-the-future', at: '2026-03-04T09:00:00.000Z' }).execute(),
    )
    await db.close()
    expect(await refusal(database.url)).toMatch(/^The database has a newer schema/)
    await database.drop()
  })

  test('an empty database is made ready', async () => {
    const database = await emptyDatabase(engine)
    expect(await refusal(database.url)).toBe('started')
    await database.drop()
  })
})
