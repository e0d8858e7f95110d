import { Refused } from '../errors.js'
import { storageProblem } from '../text.js'

/** The place in a list, as an opaque word for `?after=`. */
export const encodeCursor = (place: readonly [string, string]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

/** The place that `cursorOf` wrote; without one the list begins at its start. @throws Refused (400) for anything else. */
export function decodeCursor(cursor: string | undefined): readonly [string, string] | undefined {
  if (cursor === undefined) return undefined
  const place = cursor.length > 2_000 ? undefined : parsed(Buffer.from(cursor, 'base64url').toString('utf8'))
  const isPlace =
    Array.isArray(place) &&
    place.length === 2 &&
    place.every(part => typeof part === 'string' && storageProblem(part) === undefined)
  if (!isPlace)
    throw new Refused('The address names a place in a list that there is not. Go to the start of the list.', 400)
  return place as [string, string]
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** `path` with the parameters that are present. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const present = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  )
  return present.length === 0 ? path : `${path}?${new URLSearchParams(present).toString()}`
}
