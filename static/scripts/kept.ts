import { isFields, type Text } from './fields.js'

/** What was typed into a form and is not saved yet, as far as this browser knows. */
export interface Draft extends Text {
  /** Where the form stands. */
  readonly address: string
  /** Whether just this was sent, without an answer that was seen here. */
  readonly isSent: boolean
}

/** A draft as it was found. */
export interface Kept extends Draft {
  readonly place: string
  /** When it was typed, in milliseconds. */
  readonly at: number
}

const EVERY_VERSION = 'unblock-draft:'
const PREFIX = `${EVERY_VERSION}1:`
const MOST = 20
const LONGEST_MILLISECONDS = 7 * 86_400_000

/** Storage may be full, switched off or hold what another program wrote: then there is `otherwise`. */
function attempt<T>(act: () => T, otherwise: T): T {
  try {
    return act()
  } catch {
    return otherwise
  }
}

const places = (prefix: string): readonly string[] =>
  attempt(() => Object.keys(localStorage).filter(place => place.startsWith(prefix)), [])

/** A place has the time of its writing in its name, so that age and order are known without reading what may be long. */
const newPlace = (owner: string): string =>
  `${PREFIX}${owner}:${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`

const atOf = (place: string): number => parseInt(place.split(':')[3] ?? '', 36)

const isCurrent = (place: string): boolean =>
  place.startsWith(PREFIX) && Math.abs(Date.now() - atOf(place)) < LONGEST_MILLISECONDS

/** The newest first. */
const placesOf = (owner: string): readonly string[] => [...places(`${PREFIX}${owner}:`)].sort().reverse()

function isDraft(found: unknown): found is Draft {
  const { key, address, base, fields, isSent } = (found ?? {}) as Partial<Record<keyof Draft, unknown>>
  return [key, address, base].every(one => typeof one === 'string') && typeof isSent === 'boolean' && isFields(fields)
}

const read = (place: string): Kept | undefined =>
  attempt(() => {
    const found: unknown = JSON.parse(localStorage.getItem(place) ?? '')
    return isDraft(found) ? { ...found, place, at: atOf(place) } : undefined
  }, undefined)

const store = (place: string, draft: Draft): boolean =>
  attempt(() => {
    localStorage.setItem(place, JSON.stringify(draft))
    return true
  }, false)

export const drop = (place: string): void => attempt(() => localStorage.removeItem(place), undefined)

/** Whether this browser stores anything for this site. */
export const canKeep = (): boolean =>
  attempt(() => {
    localStorage.setItem(PREFIX, '')
    localStorage.removeItem(PREFIX)
    return true
  }, false)

export const hasKept = (owner: string): boolean => placesOf(owner).length > 0

/** What `owner` has here, the newest first. */
export const listKept = (owner: string): readonly Kept[] =>
  placesOf(owner)
    .filter(isCurrent)
    .flatMap(place => read(place) ?? [])

/**
 * Keeps a draft instead of what is at `before`, and gives its place; undefined where the browser has no room for it, and
 * then what was there is there still. Nobody else's draft makes room, but of too many the oldest go.
 */
export function keep(owner: string, draft: Draft, before?: string): string | undefined {
  const place = newPlace(owner)
  // There may be room for one of the two, but not for both.
  if (!store(place, draft)) return before !== undefined && store(before, draft) ? before : undefined
  if (before !== undefined) drop(before)
  placesOf(owner).slice(MOST).forEach(drop)
  return place
}

/** Keeps again what was dropped, as if it had never been. */
export const restore = (draft: Kept): boolean => store(draft.place, draft)

export const dropAll = (owner: string): void => placesOf(owner).forEach(drop)

/** Drops what is too old or of another version, whosever it is. */
export const sweep = (): void =>
  places(EVERY_VERSION)
    .filter(place => !isCurrent(place))
    .forEach(drop)

const SIGNED_OUT = 'unblock-signed-out'

/** Tells this member's other windows that they signed out. */
export const tellSignedOut = (owner: string): void =>
  attempt(() => {
    localStorage.setItem(SIGNED_OUT, owner)
    localStorage.removeItem(SIGNED_OUT)
  }, undefined)

/** Calls `act` when this member signs out in another window. */
export const onSignedOut = (owner: string, act: () => void): void =>
  window.addEventListener('storage', event => {
    if (event.key === SIGNED_OUT && event.newValue === owner) act()
  })
