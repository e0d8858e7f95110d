import { jest } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect, createServer, type AddressInfo } from 'node:net'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtFile } from '../src/platform/paths.js'
import { startService, unblock, type CommandOptions, type Service } from './support/command.js'
import { emptyDatabase, engines } from './support/databases.js'
import { hiddenFields, textOf } from './support/html.js'
import { temporaryFolder } from './support/temporary-folder.js'
import { suggestNew } from './support/review.js'
import { browserOn, PASSPHRASE } from './support/browser.js'

// Each start runs in its own process, which is slow on a busy machine.
jest.setTimeout(120_000)

const files = temporaryFolder()
const running = new Set<Service>()
afterAll(async () => {
  for (const service of running) {
    service.signal('SIGKILL')
    await service.ended
  }
  files.remove()
})

const started = async (args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Service> => {
  const service = await startService(args, { folder: files.folder, environment })
  running.add(service)
  return service
}

const stopped = async (service: Service): Promise<number | null> => {
  service.signal('SIGTERM')
  return service.ended
}

describe('starting', () => {
  test('a demonstration loads the sample once and prints its address and how to sign in', async () => {
    const environment = { DATABASE_URL: 'sqlite:./demonstration.db' }
    const first = await started(['--demonstration'], environment)
    const accounts = [...first.output().matchAll(/^ {2}(member|moderator|admin) +(\S+@\S+) +(\S+)$/gm)].map(
      ([, role, email, passphrase]) => ({ role: role!, email: email!, passphrase: passphrase! }),
    )
    expect(accounts.map(account => account.role)).toEqual(['member', 'moderator', 'admin'])
    for (const { role, email, passphrase } of accounts) {
      const browser = browserOn(first.address)
      expect((await browser.sendWithToken('/sign-in', { email, passphrase })).status).toBe(303)
      expect((await browser.get('/review')).status).toBe(role === 'member' ? 404 : 200)
    }
    expect(textOf((await browserOn(first.address).get('/')).text)).toMatch(/bodies: \d\d barriers/)
    expect(first.output()).toMatch(/^Added 1\d\d reports by invented organisations\.$/m)
    expect(textOf((await browserOn(first.address).get('/organisations/exampleshire-council')).text)).toContain(
      'Websites are blocked by category',
    )
    expect(await stopped(first)).toBe(0)

    const second = await started(['--demonstration'], environment)
    expect(second.output()).toMatch(/^Unblock is at http:\/\/localhost:\d+\n$/)
    expect(
      (
        await browserOn(second.address).sendWithToken('/sign-in', {
          email: accounts[0]!.email,
          passphrase: accounts[0]!.passphrase,
        })
      ).status,
    ).toBe(303)
    expect(await stopped(second)).toBe(0)
  })

  test('a first start prints a link that makes the first admin and works once', async () => {
    const service = await started([], { DATABASE_URL: 'sqlite:./first.db' })
    const path = /Create the first one within 24 hours: http:\/\/localhost:\d+(\/first-admin\/\S+)\n/.exec(
      service.output(),
    )?.[1]
    expect(path).toBeDefined()
    const browser = browserOn(service.address)
    const joining = { name: 'Ada', email: 'ada@testshire.example', passphrase: PASSPHRASE }
    expect((await browser.submitForm(path!, joining)).status).toBe(303)
    expect((await browser.get('/review')).status).toBe(200)
    expect((await browserOn(service.address).get(path!)).status).toBe(410)
    expect(await stopped(service)).toBe(0)
    const again = await started([], { DATABASE_URL: 'sqlite:./first.db' })
    expect(again.output()).not.toContain('first-admin')
    expect(await stopped(again)).toBe(0)
  })

  const failedStart = async (
    circumstances: Omit<CommandOptions, 'folder'>,
  ): Promise<{ code: number | null; lines: readonly string[] }> => {
    const { code, stdout, stderr } = await unblock(['start'], { folder: files.folder, ...circumstances })
    return { code, lines: `${stdout}${stderr}`.split('\n').filter(line => line !== '') }
  }

  test.each([
    [
      'a port that is not a number',
      { PORT: 'eighty' },
      /^PORT must be a whole number from 0 to 65535, but it is "eighty"\. Example: PORT=3000$/,
    ],
    [
      'a PostgreSQL server that does not answer',
      { DATABASE_URL: 'postgres://unblock@127.0.0.1:9/none' },
      /^The PostgreSQL server in DATABASE_URL does not answer/,
    ],
  ])('a start with %s exits with 1 and one line that says so', async (_, environment, message) => {
    const { code, lines } = await failedStart({ environment: { DATABASE_URL: 'sqlite:./unused.db', ...environment } })
    expect([code, lines.length]).toEqual([1, 1])
    expect(lines[0]).toMatch(message)
  })

  test('a start on a port that is in use exits with 1 and one line that says so', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    expect(await failedStart({ environment: { DATABASE_URL: 'sqlite:./port.db', PORT: String(port) } })).toEqual({
      code: 1,
      lines: [`Port ${port} is in use. Stop the program that uses it, or set another port: PORT=${port + 1}`],
    })
    server.close()
  })

  test('a start on a file that is not a database exits with 1 and one line that says so, and leaves the file alone', async () => {
    const file = join(files.folder, 'letter.db')
    const letter = 'Dear Sir or Madam, '.repeat(500)
    writeFileSync(file, letter)
    const { code, lines } = await failedStart({ environment: { DATABASE_URL: 'sqlite:./letter.db' } })
    expect([code, lines.length]).toEqual([1, 1])
    expect(lines[0]).toMatch(/letter\.db is damaged or is not an SQLite file\. Restore it from a backup/)
    expect(readFileSync(file, 'utf8')).toBe(letter)
  })
})

describe.each(engines)('stopping, on %s', engine => {
  test('SIGTERM finishes the request in flight, accepts no other, and exits with 0', async () => {
    const database = await emptyDatabase(engine)
    const environment = { DATABASE_URL: database.url }
    await unblock(['member', 'create', 'ann@testshire.example', '--name', 'Ann', '--passphrase-stdin'], {
      folder: files.folder,
      environment,
      input: PASSPHRASE,
    })
    const service = await started([], environment)
    const form = await browserOn(service.address).get('/sign-in')
    const body = new URLSearchParams({
      _csrf: hiddenFields(form.text)['_csrf']!,
      email: 'ann@testshire.example',
      passphrase: PASSPHRASE,
    }).toString()
    const post = request(`${service.address}/sign-in`, {
      method: 'POST',
      headers: {
        cookie: form.headers['set-cookie']![0]!.split(';')[0]!,
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': body.length,
        expect: '100-continue',
      },
    })
    post.flushHeaders()
    await once(post, 'continue') // the service has the request, and waits for the rest of it
    service.signal('SIGTERM')
    await waitUntilClosed(Number(new URL(service.address).port))
    post.end(body)
    const [response] = (await once(post, 'response')) as [{ statusCode: number; headers: Record<string, string> }]
    expect([response.statusCode, response.headers['location']]).toEqual([303, '/'])
    expect(await service.ended).toBe(0)
    await database.drop()
  })

  test('SIGKILL right after a save was confirmed loses nothing', async () => {
    const database = await emptyDatabase(engine)
    const environment = { DATABASE_URL: database.url }
    const account = { email: 'ann@testshire.example', passphrase: PASSPHRASE }
    await unblock(['member', 'create', account.email, '--name', 'Ann', '--passphrase-stdin'], {
      folder: files.folder,
      environment,
      input: PASSPHRASE,
    })
    const service = await started([], environment)
    const browser = browserOn(service.address)
    await browser.sendWithToken('/sign-in', account)
    const id = await suggestNew(browser, { body: 'Typed a moment before the power went.' })
    service.signal('SIGKILL')
    expect(await service.ended).toBeNull()

    expect(await unblock(['check'], { folder: files.folder, environment })).toEqual({
      code: 0,
      stdout: 'No problems found.\n',
      stderr: '',
    })
    const again = await started([], environment)
    const later = browserOn(again.address)
    await later.sendWithToken('/sign-in', account)
    expect(textOf((await later.get(`/suggestions/${id}`)).text)).toContain('Typed a moment before the power went.')
    expect(await stopped(again)).toBe(0)
    await database.drop()
  })
})

/** Waits until nothing listens on `port`. */
async function waitUntilClosed(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const outcome = await once(socket, 'connect').then(
      () => 'open',
      () => 'closed',
    )
    socket.destroy()
    if (outcome === 'closed') return
  }
}

/** Makes the process believe that it runs on Node 20, before its own modules load. */
const PRETEND_NODE_20 = `data:text/javascript,${encodeURIComponent(`
  Object.defineProperty(process.versions, 'node', { value: '20.19.0' })
  Object.defineProperty(process, 'version', { value: 'v20.19.0' })
`)}`

test.each(['src/cli.js', 'src/main.js'])(
  '%s on a Node.js version that is too old exits with 1 and one line',
  async file => {
    const child = spawn(process.execPath, ['--import', PRETEND_NODE_20, builtFile(file), 'start'])
    let stderr = ''
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
    const [code] = (await once(child, 'close')) as [number | null]
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Unblock needs Node\.js 22 or newer\. This is v20\.19\.0\. [^\n]*\n$/)
  },
)
