import Sqlite from 'better-sqlite3'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../../src/config.js'
import { openDatabase } from '../../../src/platform/database/index.js'
import { CannotStart } from '../../../src/platform/errors.js'
import { openDeps } from '../../../src/server.js'
import { emptyDatabase, engines, freshDatabase } from '../../support/databases.js'
import { joinPatterns } from '../../support/patterns.js'

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

/** Runs `work` as an ordinary user, because file permissions do not bind the superuser. */
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

/** Returns the message when the service cannot start on this database. Checks that it is one line. */
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

/** Creates a file with the whole schema. */
async function goodFile(): Promise<string> {
  const file = join(folder, 'unblock.db')
  expect(await refusal(`sqlite:${file}`)).toBe('started')
  return file
}

describe('the service refuses to start, with a message of one line, if an SQLite file', () => {
  test('is not an SQLite database', async () => {
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
  ])('is damaged in %s', async (_, from, to) => {
    const file = await goodFile()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, from, Math.min(to, bytes.length))
    writeFileSync(file, bytes)
    expect(await refusal(`sqlite:${file}`)).toMatch(/damaged|malformed/)
  })

  test('is a folder', async () => {
    const file = join(folder, 'unblock.db')
    mkdirSync(file)
    expect(await refusal(`sqlite:${file}`)).toBe(
      `The database ${file} cannot be opened. Check that its folder exists, that the disk works and that this user may write there.`,
    )
  })

  test('is to be in a folder that is a file', async () => {
    writeFileSync(join(folder, 'data'), '')
    expect(await refusal(`sqlite:${join(folder, 'data', 'unblock.db')}`)).toMatch(
      /cannot be opened\. Check that its folder exists/,
    )
  })

  test.each([
    ['the folder', 0o600, 0o500],
    ['the file and the folder', 0o400, 0o500],
    // SQLite asks what the real user may do. A test that the superuser runs can only change the effective user.
    ...(isRoot ? [] : [['the file', 0o400, 0o700] as const]),
  ] as const)('is read-only because of %s', async (_, fileMode, folderMode) => {
    const file = await goodFile()
    chmodSync(file, fileMode)
    chmodSync(folder, folderMode)
    expect(await asOrdinaryUser([file, folder], () => refusal(`sqlite:${file}`))).toBe(
      `The database ${file} is read-only. Let this user write to the file and to its folder.`,
    )
  })

  test('is new and its folder is read-only', async () => {
    chmodSync(folder, 0o500)
    expect(await asOrdinaryUser([folder], () => refusal(`sqlite:${join(folder, 'unblock.db')}`))).toMatch(
      /cannot be opened\..* this user may write there/,
    )
    expect(await asOrdinaryUser([folder], () => refusal(`sqlite:${join(folder, 'data', 'unblock.db')}`))).toMatch(
      /is read-only/,
    )
  })

  test.each([
    ['that is writing to the file', 'delete'],
    ['that is writing to its log', 'wal'],
  ])('is locked by another process %s', async (_, mode) => {
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

test('the service creates an SQLite file together with its folder', async () => {
  expect(await refusal(`sqlite:${join(folder, 'a', 'b', 'unblock.db')}`)).toBe('started')
})

test('the service refuses to start if the PostgreSQL server does not answer, and hides its passphrase', async () => {
  const message = await refusal('postgres://unblock:hunter2@127.0.0.1:1/unblock')
  expect(message).toMatch(
    joinPatterns(
      /^The PostgreSQL server in DATABASE_URL does not answer \(.*ECONNREFUSED.*\)\. /,
      /Check the address and the user, and that the server is running\.$/,
    ),
  )
  expect(message).not.toContain('hunter2')
})

test('the service refuses to start if the PostgreSQL database does not exist', async () => {
  const database = await emptyDatabase('postgres')
  await database.drop()
  expect(await refusal(database.url)).toMatch(/does not exist.*Check the address/)
})

describe.each(engines)('on %s', engine => {
  test('the service refuses to start on a newer schema', async () => {
    const database = await freshDatabase(engine)
    const db = await openDatabase(database.url)
    await db.transaction(tx =>
      tx.insertInto('migration').values({ name: '999-from-the-future', at: '2026-03-04T09:00:00.000Z' }).execute(),
    )
    await db.close()
    expect(await refusal(database.url)).toMatch(/^The database has a newer schema/)
    await database.drop()
  })

  test('the service prepares an empty database and starts', async () => {
    const database = await emptyDatabase(engine)
    expect(await refusal(database.url)).toBe('started')
    await database.drop()
  })
})
