import { monitorEventLoopDelay, performance, type EventLoopUtilization } from 'node:perf_hooks'

/** What a process under measurement says of itself since it was last asked to begin. */
export interface Reading {
  /** Resident set, in bytes. */
  readonly rss: number
  /** Processor time, of all its threads, in milliseconds. */
  readonly processor: number
  /** The share of the time in which the event loop was at work, from 0 to 1. */
  readonly busy: number
  /** The longest time between two turns of the event loop, in milliseconds; 0 unless it was watched. */
  readonly held: number
}

/** Preloaded into a process that the bench measures (`node --import probe.js …`): it answers over the parent's channel. */
const delay = monitorEventLoopDelay({ resolution: 1 })
let since: EventLoopUtilization = performance.eventLoopUtilization()
let used = process.cpuUsage()

process.on('message', (ask: { begin: 'watched' | 'unwatched' } | { end: true }) => {
  if ('begin' in ask) {
    since = performance.eventLoopUtilization()
    used = process.cpuUsage()
    delay.reset()
    if (ask.begin === 'watched') delay.enable()
    process.send?.('begun')
  } else if ('end' in ask) {
    delay.disable()
    const { user, system } = process.cpuUsage(used)
    process.send?.({
      rss: process.memoryUsage.rss(),
      processor: (user + system) / 1_000,
      busy: performance.eventLoopUtilization(since).utilization,
      held: delay.count === 0 ? 0 : delay.max / 1e6,
    } satisfies Reading)
  }
})
process.channel?.unref()
