import { monitorEventLoopDelay, performance, type EventLoopUtilization } from 'node:perf_hooks'

/** The figures of a measured process since measuring began. */
export interface Reading {
  /** Resident set size, in bytes. */
  readonly rss: number
  /** Processor time of all its threads, in milliseconds. */
  readonly processor: number
  /** Share of the time in which the event loop was busy, from 0 to 1. */
  readonly busy: number
  /** Longest block of the event loop, in milliseconds. 0 unless it was watched. */
  readonly held: number
}

// Preloaded into each measured process (`node --import probe.js …`). Answers the bench over the channel to the parent.
const delay = monitorEventLoopDelay({ resolution: 1 })
let since: EventLoopUtilization = performance.eventLoopUtilization()
let used = process.cpuUsage()

process.on('message', (request: { begin: 'watched' | 'unwatched' } | { end: true }) => {
  if ('begin' in request) {
    since = performance.eventLoopUtilization()
    used = process.cpuUsage()
    delay.reset()
    if (request.begin === 'watched') delay.enable()
    process.send?.('begun')
  } else if ('end' in request) {
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
