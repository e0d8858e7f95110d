/** Adds to `path` the query parameters that are not undefined or empty. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const present = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  )
  return present.length === 0 ? path : `${path}?${new URLSearchParams(present).toString()}`
}
