/** One page of a longer list, read with one row more than it shows. */
export interface PageOfRows<Row> {
  readonly shown: readonly Row[]
  /** The last row shown when more rows follow, for the link to the next page. */
  readonly continueAfter: Row | undefined
}

/** Splits the rows of a query that was limited to `pageSize + 1`: the extra row only says that another page follows. */
export function pageOfRows<Row>(rows: readonly Row[], pageSize: number): PageOfRows<Row> {
  const shown = rows.slice(0, pageSize)
  return { shown, continueAfter: rows.length > pageSize ? shown.at(-1) : undefined }
}
