import { Agent, get } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

/** How long health checks of a service took since measuring began. */
export interface Waits {
  readonly count: number
  /** In milliseconds. */
  readonly median: number
  readonly longest: number
}

/** How often the service is asked. */
const INTERVAL_MILLISECONDS = 20

// Runs in a thread of its own, so that the work of attacking does not count as waiting.
const { port } = workerData as { readonly port: number }
const agent = new Agent({ keepAlive: true })
const startedAt = new Set<number>()
let waits: number[] = []

function ask(): void {
  const at = performance.now()
  startedAt.add(at)
  const finish = (): void => {
    if (startedAt.delete(at)) waits.push(performance.now() - at)
  }
  get({ agent, host: '127.0.0.1', port, path: '/health/live' }, response => {
    response.resume().once('close', finish)
  }).once('error', finish)
}

/** Counts a check that has not been answered yet with the time it has taken so far. */
function read(): Waits {
  const now = performance.now()
  const sorted = [...waits, ...[...startedAt].map(at => now - at)].sort((a, b) => a - b)
  return { count: sorted.length, median: sorted[sorted.length >> 1] ?? 0, longest: sorted.at(-1) ?? 0 }
}

setInterval(ask, INTERVAL_MILLISECONDS)
parentPort!.on('message', (request: 'begin' | 'end') => {
  if (request === 'end') parentPort!.postMessage(read())
  else {
    waits = []
    startedAt.clear()
    parentPort!.postMessage('begun')
  }
})
