import { nextLinkIn, titlesIn } from './html.js'
import type { Browser } from './browser.js'

const MOST_PAGES_OF_A_LIST = 50

/** Follows the “next” links of a list, and returns the titles on each page. */
export async function allTitles(browser: Browser, address: string): Promise<readonly (readonly string[])[]> {
  const pages: (readonly string[])[] = []
  for (let next: string | undefined = address; next !== undefined;) {
    const { text } = await browser.get(next)
    pages.push(titlesIn(text))
    next = nextLinkIn(text)
    if (pages.length > MOST_PAGES_OF_A_LIST) throw new Error(`${address} never ends`)
  }
  return pages
}
