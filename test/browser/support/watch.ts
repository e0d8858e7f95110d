import type { BrowserContext, Response } from 'playwright-core'

/** The page that was sent last. */
export interface Visit {
  readonly source: string
  readonly status: number
  /** Whether a page on the way to it, or the page itself, is different in a browser without scripts. */
  readonly hadScripts: boolean
}

export interface Watch {
  /** Returns the faults since the last call: errors in the console, requests to other origins, and assets that failed. */
  faults(): readonly string[]
  /** Returns where the requests since the last call led. */
  visit(): Promise<Visit>
}

interface Sent {
  readonly status: number
  /** Undefined if the browser has forgotten it. */
  readonly source: Promise<string | undefined>
}

const sentIn = (response: Response): Sent => ({
  status: response.status(),
  source: response.text().catch(() => undefined),
})

/** The content security policy allows no other scripts than those with an element of their own. */
const hasScripts = (source: string | undefined): boolean => source === undefined || /<(no)?script\b/i.test(source)

/** Watches the console and the requests of a browser. */
export function watch(context: BrowserContext, origin: string): Watch {
  let collected: string[] = []
  let pages: Sent[] = []
  context.on('console', message => {
    // Chromium reports a page with a status of 400 and above as a resource that failed to load.
    const isOfPage =
      message.text().startsWith('Failed to load resource') && !message.location().url.includes('/assets/')
    if (message.type() === 'error' && !isOfPage) collected.push(`Console: ${message.text()}`)
  })
  context.on('weberror', error => void collected.push(`Script: ${error.error().message}`))
  context.on('request', request => {
    if (!request.url().startsWith(`${origin}/`)) collected.push(`It asks another origin: ${request.url()}`)
  })
  context.on('response', response => {
    if (response.request().isNavigationRequest()) {
      if (response.status() < 300 || response.status() >= 400) pages.push(sentIn(response))
    } else if (response.status() >= 400) collected.push(`${response.url()} answers ${response.status()}`)
  })
  return {
    faults: () => {
      const faults = collected
      collected = []
      return faults
    },
    visit: async () => {
      const sources = await Promise.all(pages.map(page => page.source))
      const { status } = pages.at(-1) ?? {}
      const source = sources.at(-1)
      pages = []
      if (source === undefined || status === undefined) throw new Error('no page was sent')
      return { source, status, hadScripts: sources.some(hasScripts) }
    },
  }
}
