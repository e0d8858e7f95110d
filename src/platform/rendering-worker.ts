import { renderMarkdown } from './markdown.js'
import type { RenderedText } from './rendering.js'

/** Runs in a worker thread: only plain text and objects cross to it and back. */
export default function renderInWorker({ title, body }: RenderedText): { html: string; headings: unknown } {
  const { html, headings } = renderMarkdown(body, title)
  return { html: html.toString(), headings }
}
