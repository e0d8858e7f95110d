/** The place in a list, as an opaque word for `?after=`. */
export const cursorOf = (place: readonly [string, string]): string => Buffer.from(JSON.stringify(place)).toString('base64url')

/** The place that `cursorOf` wrote; anything else is no place, and the list begins at its start. */
export function placeOf(cursor: string | undefined): readonly [string, string] | undefined {
  if (cursor === undefined || cursor.length > 2_000) return undefined
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const isPlace = Array.isArray(place) && place.length === 2 && place.every(part => typeof part === 'string' && part.isWellFormed() && !part.includes('\0'))
    return isPlace ? (place as [string, string]) : undefined
  } catch {
    return undefined
  }
}

/** `path` with the parameters that are present. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const present = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '')
  return present.length === 0 ? path : `${path}?${new URLSearchParams(present).toString()}`
}
