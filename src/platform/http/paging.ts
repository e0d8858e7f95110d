import { Refused } from '../errors.js'
import type { Paging } from '../paging.js'
import { storageProblem } from '../text.js'
import { queryParam } from './forms.js'

/** Maximum length of a cursor, in characters. Sort keys and ids, its parts, are always shorter. */
const MAX_CURSOR_LENGTH = 2_000

/** The parts of a cursor in a list that is sorted by one column and the id. */
const CURSOR_PARTS = 2

type Query = Readonly<Record<string, unknown>>

/**
 * Reads which page of a list `?after=` asks for, by default the first.
 * @param parts the number of columns that the list is sorted by, with the id.
 * @throws NoSuchListPage for an invalid cursor, such as one with another number of parts.
 */
export function pagingFrom(query: Query, size: number): Paging
export function pagingFrom<Place extends readonly string[]>(
  query: Query,
  size: number,
  parts: Place['length'],
): Paging<Place>
export function pagingFrom(query: Query, size: number, parts = CURSOR_PARTS): Paging<readonly string[]> {
  return { size, after: decodeCursor(queryParam(query['after']), parts) }
}

/** Addresses of the first page of a list, unless this is it, and of the next page, if there is one. */
export interface PagingLinks {
  readonly first: string | undefined
  readonly next: string | undefined
}

/** Builds the links between pages. @param addressAfter returns the list's address from a cursor, or from its start. */
export const pagingLinks = (
  { after }: Paging<readonly string[]>,
  next: readonly string[] | undefined,
  addressAfter: (after: string | undefined) => string,
): PagingLinks => ({
  first: after && addressAfter(undefined),
  next: next && addressAfter(encodeCursor(next)),
})

/** A cursor points nowhere in the list. Shown as 400, with a link to the start of the list. */
export class NoSuchListPage extends Refused {
  constructor() {
    super('This page of the list does not exist.', 400)
  }
}

/** Returns the address of the start of a list from that of one of its pages. */
export function startOfList(address: string): string {
  const [path = '', query] = address.split('?', 2)
  const parameters = new URLSearchParams(query)
  parameters.delete('after')
  return parameters.size === 0 ? path : `${path}?${parameters.toString()}`
}

/** Encodes a cursor as text that is safe in a URL. */
export const encodeCursor = (cursor: readonly string[]): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url')

/**
 * Reverses `encodeCursor`. Undefined means the start of the list.
 * @throws NoSuchListPage for any text but a cursor with this number of parts.
 */
export function decodeCursor(text: string | undefined, parts = CURSOR_PARTS): readonly string[] | undefined {
  if (text === undefined) return undefined
  if (text.length > MAX_CURSOR_LENGTH) throw new NoSuchListPage()
  const cursor = parseJson(Buffer.from(text, 'base64url').toString('utf8'))
  if (!isCursor(cursor, parts)) throw new NoSuchListPage()
  return cursor
}

const isCursor = (value: unknown, parts: number): value is readonly string[] =>
  Array.isArray(value) &&
  value.length === parts &&
  value.every(part => typeof part === 'string' && storageProblem(part) === undefined)

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
