import { LRUCache } from 'lru-cache'
import type { Piscina } from 'piscina'
import { Refused } from './errors.js'
import { sha256 } from './ids.js'
import { renderMarkdown, type Rendered } from './markdown.js'
import { builtFile } from './paths.js'
import { createRenderingQueue } from './rendering-queue.js'
import { escapeHtml, SafeHtml } from './safe-html.js'

/** Maximum text length, in characters, that always renders in less than 50 ms. A worker renders longer texts. */
const MAX_INLINE_LENGTH = 4_000

/** How long the worker may take for one text. The slowest texts take a twentieth of this on an idle machine. */
const MAX_MILLISECONDS = 10_000

/** How long the plain text is shown instead of one that took too long, before we try again. */
const PLAIN_TEXT_MILLISECONDS = 10 * 60_000

/** How long an idle worker thread waits before it exits. */
const WORKER_IDLE_MILLISECONDS = 10_000

/** Size of the cache of rendered HTML: about 2,000 pages of average length. */
const CACHE_BYTES = 24 * 1024 * 1024

/** Rough size of an entry without its HTML: the headings, the key and the cache's bookkeeping. */
const ENTRY_OVERHEAD_BYTES = 200

/** What is rendered. */
export interface RenderedText {
  /** The title that the page shows above the text, if it shows one. */
  readonly title?: string
  /** Markdown. */
  readonly body: string
}

/**
 * Renders Markdown from users without blocking the event loop for long. A worker renders long texts one after the other:
 * those that somebody reads first, then previews. It is ended when a text takes too long.
 */
export interface Renderer {
  /**
   * Renders a text that somebody reads, like a suggestion, from a cache if it can. Shows it as it was written if it takes too
   * long. @see renderMarkdown
   * @throws Refused (503) when too many texts wait
   */
  render(text: RenderedText): Promise<Rendered>
  /**
   * The same for content with this hash, which covers its title. Calls `load` only when the cache does not have it.
   */
  renderByHash(hash: string, load: () => Promise<RenderedText>): Promise<Rendered>
  /**
   * Renders what a member is writing, one text at a time for each member.
   * @throws Refused (503) when too many texts wait, (429) when the member asked for another one, (422) when it takes too long
   */
  preview(memberId: string, text: RenderedText): Promise<Rendered>
  /** Stops the worker thread, so that the process can exit. */
  stop(): Promise<void>
}

/** The worker took too long for a text. */
class TooSlow extends Error {}

/** What a renderer does. The tests take smaller limits. */
interface RendererOptions {
  readonly maxMilliseconds?: number
}

/** Creates a renderer with its own cache. Starts a worker thread for the first long text. */
export function createRenderer({ maxMilliseconds = MAX_MILLISECONDS }: RendererOptions = {}): Renderer {
  let workers: Promise<Piscina> | undefined

  /** @throws TooSlow */
  async function renderInWorker(text: RenderedText): Promise<Rendered> {
    workers ??= startWorkers()
    const pool = await workers
    // Starting a worker does not count.
    if (pool.threads.length === 0) await pool.run({ body: '' })
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(), maxMilliseconds)
    try {
      // Piscina ends the worker of a task that is aborted, and starts another for the next one.
      const { html, headings } = (await pool.run(text, { signal: limit.signal })) as RenderedInWorker
      return { html: new SafeHtml(html), headings }
    } catch (error) {
      throw limit.signal.aborted ? new TooSlow() : error
    } finally {
      clearTimeout(timer)
    }
  }

  const queue = createRenderingQueue(renderInWorker)

  const cache = new LRUCache<string, Rendered, () => Promise<RenderedText>>({
    maxSize: CACHE_BYTES,
    sizeCalculation: ({ html }) => ENTRY_OVERHEAD_BYTES + 2 * html.toString().length,
    // Finish rendering a text that is evicted in the meantime: a request still waits for it.
    ignoreFetchAbort: true,
    async fetchMethod(_hash, _stale, { context: load, options }) {
      const text = await load()
      if (text.body.length <= MAX_INLINE_LENGTH) return renderMarkdown(text.body, text.title)
      try {
        return await queue.forReader(text)
      } catch (error) {
        if (!(error instanceof TooSlow)) throw error
        options.ttl = PLAIN_TEXT_MILLISECONDS
        return asWritten(text.body)
      }
    },
  })

  return {
    render: text => cache.forceFetch(keyOf(text), { context: () => Promise.resolve(text) }),
    renderByHash: (hash, load) => cache.forceFetch(hash, { context: load }),
    preview: (memberId, text) => queue.forPreview(memberId, text).catch(explainSlowness),
    async stop() {
      const pool = await workers
      workers = undefined
      await pool?.destroy()
    },
  }
}

/** The key of a text that has no hash. No hash has a space. */
const keyOf = ({ title = '', body }: RenderedText): string => `text ${sha256(`${title}\n${body}`)}`

type RenderedInWorker = { readonly html: string; readonly headings: Rendered['headings'] }

/** A text that takes too long to render, for people who want to read it all the same. */
const asWritten = (body: string): Rendered => ({
  html: new SafeHtml(
    '<p>This text takes too long to lay out, so we show it as it was written.</p>\n' +
      `<pre>${escapeHtml(body)}</pre>\n`,
  ),
  headings: [],
})

function explainSlowness(error: unknown): never {
  if (!(error instanceof TooSlow)) throw error
  throw new Refused('This text takes too long to lay out. Make its tables or lists shorter.')
}

/** Loads the worker library on first use: most pages are short, and the service starts faster without it. */
async function startWorkers(): Promise<Piscina> {
  const { Piscina } = await import('piscina')
  return new Piscina({
    filename: builtFile('src/platform/rendering-worker.js'),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: WORKER_IDLE_MILLISECONDS,
  })
}
