import { renderMarkdown } from './markdown.js'

/** Runs in a worker thread: only plain text and objects cross to it and back. */
export default function renderInWorker(body: string): { html: string; headings: unknown } {
  const { html, headings } = renderMarkdown(body)
  return { html: html.toString(), headings }
}
