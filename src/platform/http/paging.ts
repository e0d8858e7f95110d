import { Refused } from '../errors.js'
import type { Cursor, Paging } from '../paging.js'
import { storageProblem } from '../text.js'
import { queryParam } from './forms.js'

/** More than any cursor of ours takes: its parts are sort keys and ids. */
const MAX_CURSOR_LENGTH = 2_000

/** The page of a list that `?after=` names, or the first. @throws Refused (400) for a cursor that we did not write. */
export function pagingFrom(query: Readonly<Record<string, unknown>>, size: number): Paging {
  return { size, after: decodeCursor(queryParam(query['after'])) }
}

/** Addresses of other pages of a list: its first, unless this is it, and the one that follows, if there is one. */
export interface PagingLinks {
  readonly first: string | undefined
  readonly next: string | undefined
}

/** @param addressAfter the list's address from a cursor on, or from its start. */
export const pagingLinks = (
  { after }: Paging,
  next: Cursor | undefined,
  addressAfter: (after: string | undefined) => string,
): PagingLinks => ({
  first: after && addressAfter(undefined),
  next: next && addressAfter(encodeCursor(next)),
})

/** The answer to a cursor that names no place in the list. */
export const noSuchListPage = (): Refused =>
  new Refused('This page of the list does not exist. Go to the start of the list.', 400)

/** A cursor as text that needs no encoding in an address. */
export const encodeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url')

/** Reverses `encodeCursor`; without a cursor the list begins at its start. @throws Refused (400) for any other text. */
export function decodeCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined
  if (text.length > MAX_CURSOR_LENGTH) throw noSuchListPage()
  const cursor = parseJson(Buffer.from(text, 'base64url').toString('utf8'))
  if (!isCursor(cursor)) throw noSuchListPage()
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
