import { LRUCache } from 'lru-cache'
import type { Piscina } from 'piscina'
import { renderMarkdown, type Rendered } from './markdown.js'
import { builtFile } from './paths.js'
import { SafeHtml } from './safe-html.js'

/** Bodies up to this many characters are rendered at once: under 50 ms whatever they hold. Longer ones go to a worker. */
const AT_ONCE = 4_000

let pool: Promise<Piscina> | undefined

/** Loaded when it is first needed: most pages are short, and the service starts sooner and smaller without it. */
const worker = (): Promise<Piscina> =>
  (pool ??= import('piscina').then(
    ({ Piscina }) =>
      new Piscina({
        filename: builtFile('src/platform/rendering-worker.js'),
        minThreads: 0,
        maxThreads: 1,
        idleTimeout: 10_000,
      }),
  ))

/** People's Markdown as HTML, without ever holding the event loop for long. @see renderMarkdown */
export async function render(body: string): Promise<Rendered> {
  if (body.length <= AT_ONCE) return renderMarkdown(body)
  const { html, headings } = (await (await worker()).run(body)) as { html: string; headings: Rendered['headings'] }
  return { html: new SafeHtml(html), headings }
}

const kept = new LRUCache<string, Rendered>({
  maxSize: 24 * 1024 * 1024,
  sizeCalculation: rendered => 200 + 2 * rendered.html.toString().length,
})

/** `render` of the body in the content whose hash is `hash`, remembered. `body` is asked for only when it is not. */
export async function renderedByHash(hash: string, body: () => Promise<string>): Promise<Rendered> {
  const known = kept.get(hash)
  if (known) return known
  const rendered = await render(await body())
  kept.set(hash, rendered)
  return rendered
}

/** Lets the process end. */
export async function stopRendering(): Promise<void> {
  const running = await pool
  pool = undefined
  await running?.destroy()
}
