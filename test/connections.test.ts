import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { createTurns } from '../src/platform/event-loop.js'
import { serve, type Running } from '../src/server.js'
import { testSite, type TestSite } from './support/site.js'

describe('requests on one connection', () => {
  let site: TestSite
  let running: Running
  beforeAll(async () => {
    site = await testSite('sqlite', { PORT: '0' })
    running = await serve(site.deps)
  })
  afterAll(async () => {
    await running.stop()
    await site.close()
  })

  /** Sends text on a new connection. Returns the answers when there are `count` or the connection has ended. */
  async function exchange(
    text: string,
    count: number,
  ): Promise<{ readonly answers: readonly string[]; readonly isClosed: boolean }> {
    const socket = connect(running.port, '127.0.0.1')
    const closed = once(socket, 'close')
    await once(socket, 'connect')
    let received = ''
    const answers = (): readonly string[] => received.split(/(?=HTTP\/1\.1 \d)/).filter(answer => answer !== '')
    const complete = new Promise<void>(resolve => {
      socket.on('data', (chunk: Buffer) => {
        received += chunk.toString('latin1')
        if (answers().length >= count) resolve()
      })
    })
    socket.on('error', () => {}).write(text)
    await Promise.race([closed, complete])
    const isClosed = socket.destroyed
    socket.destroy()
    return { answers: answers(), isClosed }
  }

  const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`

  test('are all answered, in order, when there are a few', async () => {
    const { answers } = await exchange(['/health/live', '/nowhere', '/about', '/health/live'].map(get).join(''), 4)
    expect(answers.map(answer => answer.slice(9, 12))).toEqual(['200', '404', '200', '200'])
  })

  test('end the connection when there are too many at once', async () => {
    const { answers, isClosed } = await exchange(get('/barriers').repeat(500), 500)
    expect([answers.length < 30, isClosed]).toEqual([true, true])
  })

  test('let requests of other connections pass', async () => {
    const order: string[] = []
    const flood = connect(running.port, '127.0.0.1')
    await once(flood, 'connect')
    flood.on('data', (chunk: Buffer) => {
      order.push(...(chunk.toString('latin1').match(/HTTP\/1\.1 \d/g) ?? []).map(() => 'flood'))
    })
    flood.write(get('/barriers').repeat(20))
    const other = connect(running.port, '127.0.0.1')
    await once(other, 'connect')
    other.write(get('/health/live'))
    await once(other, 'data')
    order.push('other')
    while (order.length < 21) await wait(20)
    expect(order.indexOf('other')).toBeLessThan(19)
    flood.destroy()
    other.destroy()
  })
})

test('pieces of work that arrive together each take a turn of the event loop of their own', async () => {
  const takeTurn = createTurns()
  const order: string[] = []
  for (const name of ['a', 'b', 'c']) {
    takeTurn(() => order.push(name))
    setImmediate(() => order.push(`other ${name}`))
  }
  await wait(50)
  expect(order).toEqual(['a', 'other a', 'other b', 'other c', 'b', 'c'])
})
