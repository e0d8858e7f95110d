import { stripAccents } from './text.js'

/** Begins the id of each heading, so that no text can take an id that the page itself uses. */
export const HEADING_ID_PREFIX = 'section-'

interface Target {
  readonly id: string
  readonly text: string
}

/** Finds the id of the heading that `#fragment` means. */
export type HeadingFinder = (fragment: string) => string | undefined

/**
 * Creates a finder for the headings of a text. People and other programs write the address of a heading in many ways, so it
 * looks for the exact one first, then for one with the same letters and digits.
 */
export function headingFinder(headings: readonly Target[]): HeadingFinder {
  const byAddress = new Map<string, string>()
  const byLetters = new Map<string, string>()
  const add = (map: Map<string, string>, key: string, id: string): void => {
    if (key !== '' && !map.has(key)) map.set(key, id)
  }
  for (const { id } of headings) add(byAddress, id.slice(HEADING_ID_PREFIX.length), id)
  for (const { id, text } of headings) for (const name of namesIn(text)) add(byAddress, name, id)
  for (const { id, text } of headings) add(byLetters, lettersOf(text), id)
  for (const { id } of headings) add(byLetters, lettersOf(id.slice(HEADING_ID_PREFIX.length)), id)
  const find = (address: string): string | undefined => byAddress.get(address) ?? byLetters.get(lettersOf(address))
  return fragment => {
    const address = decoded(fragment).normalize('NFC').toLowerCase()
    return find(address) ?? find(address.replace(OTHER_PREFIX, ''))
  }
}

/** What this site, and GitHub, put before the id of a heading. */
const OTHER_PREFIX = new RegExp(`^(?:${HEADING_ID_PREFIX}|user-content-)`)

/** The names that a heading gives itself, in HTML or after its text: `<a id="costs">`, `{#costs}`. */
const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\b(?:id|name)=["']([^"']{1,200})["']|\{#([^{}\s]{1,200})\}/g)].map(([, html, mark]) =>
    (html ?? mark ?? '').toLowerCase(),
  )

const lettersOf = (text: string): string =>
  stripAccents(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment // not an address, so nothing to decode
  }
}
