import { Refused } from '../errors.js'
import type { Cursor, Paging } from '../paging.js'
import { storageProblem } from '../text.js'
import { queryParam } from './forms.js'

/** Maximum length of a cursor, in characters. Sort keys and ids, its parts, are always shorter. */
const MAX_CURSOR_LENGTH = 2_000

/** Reads which page of a list `?after=` asks for, by default the first. @throws Refused (400) for an invalid cursor. */
export function pagingFrom(query: Readonly<Record<string, unknown>>, size: number): Paging {
  return { size, after: decodeCursor(queryParam(query['after'])) }
}

/** Addresses of the first page of a list, unless this is it, and of the next page, if there is one. */
export interface PagingLinks {
  readonly first: string | undefined
  readonly next: string | undefined
}

/** Builds the links between pages. @param addressAfter returns the list's address from a cursor, or from its start. */
export const pagingLinks = (
  { after }: Paging,
  next: Cursor | undefined,
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
export const encodeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url')

/** Reverses `encodeCursor`. Undefined means the start of the list. @throws Refused (400) for any other text. */
export function decodeCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined
  if (text.length > MAX_CURSOR_LENGTH) throw new NoSuchListPage()
  const cursor = parseJson(Buffer.from(text, 'base64url').toString('utf8'))
  if (!isCursor(cursor)) throw new NoSuchListPage()
  return cursor
}

const isCursor = (value: unknown): value is Cursor =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every(part => typeof part === 'string' && storageProblem(part) === undefined)

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
