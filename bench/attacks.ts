import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { availableParallelism } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { brotliCompressSync } from 'node:zlib'
import { Command } from 'commander'
import { builtFile } from '../src/platform/paths.js'
import { heavySearches, pathologicalMarkdown, unlikeTexts } from './attack-material.js'
import type { Waits } from './health-probe.js'
import { startServer, temporaryFolder, type Measured } from './processes.js'
import { formatInteger, say } from './report.js'
import { prepareSite, signIn, type PreparedSite } from './site.js'

/** The longest that one request may hold the event loop, and many small ones together may make others wait. */
const MAX_WAIT_OF_ONE_MILLISECONDS = 50
const MAX_WAIT_OF_MANY_MILLISECONDS = 200

/** What an attacker has: a server, a site, and the cookie and token of a new member. */
interface Target {
  readonly server: Measured
  readonly site: PreparedSite
  readonly cookie: string
  readonly token: string
}

/** A request, or many of them, that should not make others wait. */
interface Attack {
  readonly name: string
  readonly maxWait: number
  /** Sends everything and waits for the answers. Returns the statuses of the answers. */
  readonly send: (target: Target) => Promise<readonly number[]>
}

interface Answer {
  readonly status: number
  readonly bytes: number
}

const agent = new Agent({ keepAlive: true, maxSockets: 50 })

/** Sends one request. Resolves with status 0 if the connection ends without an answer. */
const send = (
  { server }: Target,
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: Buffer } = {},
): Promise<Answer> =>
  new Promise(resolve => {
    const length = body === undefined ? {} : { 'Content-Length': String(body.length) }
    const sent = request(
      { agent, host: '127.0.0.1', port: server.port, path, method, headers: { ...length, ...headers } },
      response => {
        let bytes = 0
        response.on('data', (chunk: Buffer) => (bytes += chunk.length))
        response.once('close', () => resolve({ status: response.statusCode ?? 0, bytes }))
      },
    )
    sent.once('error', () => resolve({ status: 0, bytes: 0 }))
    sent.end(body)
  })

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' }

const postForm = (target: Target, path: string, body: Buffer, headers: Record<string, string> = {}): Promise<Answer> =>
  send(target, path, { method: 'POST', headers: { ...FORM, ...headers }, body })

const statuses = async (answers: readonly Promise<Answer>[]): Promise<readonly number[]> =>
  (await Promise.all(answers)).map(({ status }) => status)

const times = <T>(count: number, work: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => work(i))

const plusSigns = Buffer.from(`body=${'+'.repeat(1_490_000)}`)

const WRITE = '/barriers/new/write'

/** Posts a text for preview, as the member. */
const preview = (target: Target, text: string): Promise<Answer> => {
  const fields = {
    _csrf: target.token,
    title: 'A title',
    summary: 'A summary.',
    theme: 'security',
    body: text,
    shownAs: 'name',
    intent: 'preview',
  }
  return postForm(target, WRITE, Buffer.from(new URLSearchParams(fields).toString()), { Cookie: target.cookie })
}

const attacks: readonly Attack[] = [
  {
    name: 'one form of plus signs to an address that does not exist',
    maxWait: MAX_WAIT_OF_ONE_MILLISECONDS,
    send: target => statuses([postForm(target, '/nowhere', plusSigns)]),
  },
  {
    name: 'one form of plus signs to a form for text',
    maxWait: MAX_WAIT_OF_ONE_MILLISECONDS,
    send: target => statuses([postForm(target, WRITE, plusSigns)]),
  },
  {
    name: '30 forms of plus signs to a form for text',
    maxWait: MAX_WAIT_OF_MANY_MILLISECONDS,
    send: target => statuses(times(30, () => postForm(target, WRITE, plusSigns))),
  },
  {
    name: '30 compressed forms of 18 bytes that inflate to 1.5 MB',
    maxWait: MAX_WAIT_OF_MANY_MILLISECONDS,
    send: target =>
      statuses(times(30, () => postForm(target, WRITE, brotliCompressSync(plusSigns), { 'Content-Encoding': 'br' }))),
  },
  {
    name: '30 sign-ins of 3 KB with 500 fields',
    maxWait: MAX_WAIT_OF_MANY_MILLISECONDS,
    send: target => statuses(times(30, () => postForm(target, '/sign-in', Buffer.from('a[]=&'.repeat(500))))),
  },
  {
    name: '30 sign-ins that carry a form of ours, forged',
    maxWait: MAX_WAIT_OF_MANY_MILLISECONDS,
    send: target => {
      const body = Buffer.from(
        `unsavedForm=${encodeURIComponent(JSON.stringify(['/', ...times(450, () => ['a', 'b'])]))}`,
      )
      return statuses(times(30, () => postForm(target, '/sign-in/with-text', body)))
    },
  },
  ...Object.entries(pathologicalMarkdown).map(([name, text]): Attack => ({
    name: `one preview of 100 KB of ${name}`,
    maxWait: MAX_WAIT_OF_ONE_MILLISECONDS,
    send: target => statuses([preview(target, text)]),
  })),
  {
    name: '20 previews of a long table at once, by one member',
    maxWait: MAX_WAIT_OF_MANY_MILLISECONDS,
    send: target => statuses(times(20, () => preview(target, pathologicalMarkdown['a long table']!))),
  },
  {
    name: 'comparisons of pages that have nothing in common',
    maxWait: MAX_WAIT_OF_MANY_MILLISECONDS,
    send: target => statuses(target.site.comparisons.map(({ address }) => send(target, address))),
  },
  ...heavySearches.map((query): Attack => ({
    name: `one search of ${formatInteger(query.length)} characters: ${query.slice(0, 12)}…`,
    maxWait: MAX_WAIT_OF_ONE_MILLISECONDS,
    send: target => statuses([send(target, `/search?q=${encodeURIComponent(query)}`)]),
  })),
  {
    name: 'a flood of 3,000 requests on one connection',
    maxWait: MAX_WAIT_OF_MANY_MILLISECONDS,
    send: ({ server }) => flood(server.port, 3_000),
  },
  {
    name: '1,000 clients that send a byte every second',
    maxWait: MAX_WAIT_OF_MANY_MILLISECONDS,
    send: ({ server }) => slowClients(server.port, 1_000),
  },
]

/** Sends many requests at once on one connection, and reads the answers for a few seconds. */
async function flood(port: number, count: number): Promise<readonly number[]> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let answers = 0
  socket.on('data', (chunk: Buffer) => (answers += chunk.toString('latin1').split('HTTP/1.1 ').length - 1))
  socket.on('error', () => {})
  socket.write('GET /barriers HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(count))
  const until = performance.now() + 10_000
  while (answers < count && performance.now() < until) await wait(50)
  socket.destroy()
  return [answers]
}

/** Opens connections that send the head of a request very slowly, for a few seconds. */
async function slowClients(port: number, count: number): Promise<readonly number[]> {
  const sockets: readonly Socket[] = times(count, () => connect(port, '127.0.0.1').on('error', () => {}))
  for (const byte of 'GET / ') {
    for (const socket of sockets) if (socket.writable) socket.write(byte)
    await wait(1_000)
  }
  const open = sockets.filter(({ readyState }) => readyState === 'open').length
  for (const socket of sockets) socket.destroy()
  return [open]
}

/** Asks a server for its health while `work` runs. Returns how long the checks took. */
async function waitsDuring(probe: Worker, work: () => Promise<unknown>): Promise<Waits> {
  await query(probe, 'begin')
  await work()
  // The last checks may still wait behind the work.
  await wait(100)
  return (await query(probe, 'end')) as Waits
}

async function query(probe: Worker, message: 'begin' | 'end'): Promise<unknown> {
  probe.postMessage(message)
  const [answer] = (await once(probe, 'message')) as [unknown]
  return answer
}

function report(name: string, { longest }: Waits, verdict = ''): void {
  say(`  ${name.padEnd(70)} ${longest.toFixed(1).padStart(9)} ms${verdict}`)
}

/** Lists each status with how often it came: `200 × 3`. */
function summaryOf(list: readonly number[]): string {
  const counts = new Map<number, number>()
  for (const status of list) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts].map(([status, count]) => (count === 1 ? String(status) : `${status} × ${count}`)).join(', ')
}

async function measure({ only }: { readonly only?: string }): Promise<void> {
  say(
    `Node ${process.versions.node}, ${availableParallelism()} cores. Longest wait of a health check, asked every 20 ms.\n`,
  )
  const pairs = Object.entries(unlikeTexts).map(([what, texts]) => ({ what, texts }))
  const site = await prepareSite(temporaryFolder(), pairs, [])
  const server = await startServer(site.program)
  const cookie = await signIn(server.port)
  const token = await tokenOf(server, cookie)
  const probe = new Worker(builtFile('bench/health-probe.js'), { workerData: { port: server.port } })
  const target = { server, site, cookie, token }
  // The first requests are slow because nothing is compiled yet.
  for (const text of Object.values(pathologicalMarkdown).slice(0, 5)) await preview(target, text.slice(0, 5_000))
  for (let i = 0; i < 300; i++) await send(target, i % 2 === 0 ? site.barrier : '/search?q=blocked')
  report('an idle server', await waitsDuring(probe, () => wait(3_000)))
  report('300 ordinary views, one after the other', await waitsDuring(probe, () => ordinaryViews(target)))
  for (const { name, maxWait, send: attack } of attacks) {
    if (only !== undefined && !name.includes(only)) continue
    let answers: readonly number[] = []
    const waits = await waitsDuring(probe, async () => (answers = await attack(target)))
    const verdict = waits.longest <= maxWait ? 'meets' : 'misses'
    report(name, waits, `   at most ${maxWait}: ${verdict}   ${summaryOf(answers)}`)
  }
  await probe.terminate()
  await server.stop()
}

async function ordinaryViews(target: Target): Promise<void> {
  for (let i = 0; i < 300; i++) await send(target, target.site.barrier)
}

/** Reads the token from the form for a new barrier. */
async function tokenOf({ port }: Measured, cookie: string): Promise<string> {
  const page = await fetch(`http://127.0.0.1:${port}${WRITE}`, { headers: { cookie } })
  return /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
}

await new Command('attacks')
  .description('Sends what holds up a careless service, and prints how long others waited meanwhile.')
  .option('--only <text>', 'send only the attacks whose name contains this text')
  .action((options: { readonly only?: string }) => measure(options))
  .parseAsync()
process.exit()
