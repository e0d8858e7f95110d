/**
 * Keyset paging: a list goes on after the last row that was shown, found by what the list is sorted by. Unlike an
 * offset, that costs the same on every page, and rows added meanwhile neither repeat nor hide others.
 *
 *     const paging = pagingFrom(req.query, PAGE_SIZE)                          // platform/http
 *     const pages = await db.selectFrom('page').select(['id', 'changed_at'])
 *       .$call(keysetPage(['changed_at', 'id'], 'desc', paging)).execute()     // platform/database
 *     const { rows, next } = paged(pages, paging, page => [page.changed_at, page.id])
 *     show(req, res, listView, { rows, ...pagingLinks(paging, next, after => withQuery('/list', { after })) })
 */

/**
 * A row's place in a list: what the list is sorted by, and the row's id, which decides between equals. A list that is
 * sorted by more than one column has a cursor of its own, with one part for each.
 */
export type Cursor = readonly [sortKey: string, id: string]

/** Which rows of a list to read: at most `size`, after the row at `after`, or from the start. */
export interface Paging<Place extends readonly string[] = Cursor> {
  readonly size: number
  readonly after: Place | undefined
}

/** One page of a list. `next` is the place after which the following page begins; the last page has none. */
export interface Paged<Row, Place extends readonly string[] = Cursor> {
  readonly rows: readonly Row[]
  readonly next: Place | undefined
}

/** The first `size` rows of any list. */
export const firstRows = (size: number): Paging<never> => ({ size, after: undefined })

/** Makes a page of rows that were read with one more than `paging.size`, as `keysetPage` does, to see if more follow. */
export function paged<Row, Place extends readonly string[] = Cursor>(
  rows: readonly Row[],
  { size }: Paging<Place>,
  cursorOf: (row: Row) => Place,
): Paged<Row, Place> {
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  return { rows: shown, next: last !== undefined && rows.length > size ? cursorOf(last) : undefined }
}
