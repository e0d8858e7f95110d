import { LRUCache } from 'lru-cache'
import type { Piscina } from 'piscina'
import { renderMarkdown, type Rendered } from './markdown.js'
import { builtFile } from './paths.js'
import { SafeHtml } from './safe-html.js'

/** Maximum text length, in characters, that always renders in less than 50 ms. A worker renders longer texts. */
const MAX_INLINE_LENGTH = 4_000

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

/** Renders Markdown from users without blocking the event loop for long. */
export interface Renderer {
  /** @see renderMarkdown */
  render(text: RenderedText): Promise<Rendered>
  /** Renders content from a cache by its hash, which covers its title. Calls `load` only when the cache does not have it. */
  renderByHash(hash: string, load: () => Promise<RenderedText>): Promise<Rendered>
  /** Stops the worker thread, so that the process can exit. */
  stop(): Promise<void>
}

/** Creates a renderer with its own cache. Starts a worker thread for the first long text. */
export function createRenderer(): Renderer {
  let workers: Promise<Piscina> | undefined

  async function render({ title, body }: RenderedText): Promise<Rendered> {
    if (body.length <= MAX_INLINE_LENGTH) return renderMarkdown(body, title)
    workers ??= startWorkers()
    const pool = await workers
    const { html, headings } = (await pool.run({ title, body })) as { html: string; headings: Rendered['headings'] }
    return { html: new SafeHtml(html), headings }
  }

  const cache = new LRUCache<string, Rendered, () => Promise<RenderedText>>({
    maxSize: CACHE_BYTES,
    sizeCalculation: ({ html }) => ENTRY_OVERHEAD_BYTES + 2 * html.toString().length,
    // Finish rendering a text that is evicted in the meantime: a request still waits for it.
    ignoreFetchAbort: true,
    fetchMethod: async (_hash, _stale, { context: load }) => render(await load()),
  })

  return {
    render,
    renderByHash: (hash, load) => cache.forceFetch(hash, { context: load }),
    async stop() {
      const pool = await workers
      workers = undefined
      await pool?.destroy()
    },
  }
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
