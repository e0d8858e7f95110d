import { LRUCache } from 'lru-cache'
import type { Piscina } from 'piscina'
import { renderMarkdown, type Rendered } from './markdown.js'
import { builtFile } from './paths.js'
import { SafeHtml } from './safe-html.js'

/** Longest text, in characters, that takes less than 50 ms to render whatever it holds. A worker renders longer ones. */
const MAX_INLINE_LENGTH = 4_000

/** How long the worker thread waits for more work before it ends. */
const WORKER_IDLE_MILLISECONDS = 10_000

/** How much rendered HTML is kept: some 2,000 pages of average length. */
const CACHE_BYTES = 24 * 1024 * 1024

/** What an entry takes beside its HTML, roughly: the headings, the key and the cache's own bookkeeping. */
const ENTRY_OVERHEAD_BYTES = 200

/** Renders people's Markdown without ever blocking the event loop for long. */
export interface Renderer {
  /** Renders `body`. @see renderMarkdown */
  render(body: string): Promise<Rendered>
  /** Renders content by its hash, from a cache. `loadBody` runs only when the cache does not have it. */
  renderByHash(hash: string, loadBody: () => Promise<string>): Promise<Rendered>
  /** Ends the worker thread, so that the process can end. */
  stop(): Promise<void>
}

/** Creates a renderer with a cache and, from the first long text on, a worker thread of its own. */
export function createRenderer(): Renderer {
  let workers: Promise<Piscina> | undefined

  async function render(body: string): Promise<Rendered> {
    if (body.length <= MAX_INLINE_LENGTH) return renderMarkdown(body)
    workers ??= startWorkers()
    const pool = await workers
    const { html, headings } = (await pool.run(body)) as { html: string; headings: Rendered['headings'] }
    return { html: new SafeHtml(html), headings }
  }

  const cache = new LRUCache<string, Rendered, () => Promise<string>>({
    maxSize: CACHE_BYTES,
    sizeCalculation: ({ html }) => ENTRY_OVERHEAD_BYTES + 2 * html.toString().length,
    // A text that is evicted while it is being rendered is still wanted by the reader who asked for it.
    ignoreFetchAbort: true,
    fetchMethod: async (_hash, _stale, { context: loadBody }) => render(await loadBody()),
  })

  return {
    render,
    renderByHash: (hash, loadBody) => cache.forceFetch(hash, { context: loadBody }),
    async stop() {
      const pool = await workers
      workers = undefined
      await pool?.destroy()
    },
  }
}

/** Loads the worker library only when it is needed: most pages are short, and the service starts faster without it. */
async function startWorkers(): Promise<Piscina> {
  const { Piscina } = await import('piscina')
  return new Piscina({
    filename: builtFile('src/platform/rendering-worker.js'),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: WORKER_IDLE_MILLISECONDS,
  })
}
