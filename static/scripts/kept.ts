import type { Fields } from './fields.js'

/** What was typed into a form and not sent yet, as this browser keeps it. */
export interface Draft {
  /** The key of the filling-in of a form that it is from. */
  readonly id: string
  /** Where the form stands. */
  readonly address: string
  /** When it was typed, in milliseconds. */
  readonly at: number
  /** What the person began from. */
  readonly base: string
  readonly fields: Fields
}

const PREFIX = 'unblock-draft:'
const MOST = 20
const DAYS = 7

const isOld = ({ at }: Draft): boolean => !(Date.now() - at < DAYS * 86_400_000)

const placeOf = (owner: string, id: string): string => `${PREFIX}${owner}:${id}`

/** Storage may be full, switched off or hold what another program wrote: then there is `otherwise`. */
function attempt<T>(act: () => T, otherwise: T): T {
  try {
    return act()
  } catch {
    return otherwise
  }
}

const places = (prefix: string): readonly string[] => attempt(() => Object.keys(localStorage).filter(place => place.startsWith(prefix)), [])

const read = (place: string): Draft | undefined => attempt(() => {
  const draft = JSON.parse(localStorage.getItem(place) ?? '') as Draft
  return typeof draft.address === 'string' && typeof draft.fields === 'object' && !isOld(draft) ? draft : undefined
}, undefined)

const remove = (place: string): void => attempt(() => localStorage.removeItem(place), undefined)

/** Whether this browser stores anything for this site. */
export const canKeep = (): boolean => attempt(() => {
  localStorage.setItem(PREFIX, '')
  localStorage.removeItem(PREFIX)
  return true
}, false)

/** What `owner` has here, the newest first. */
export const listKept = (owner: string): readonly Draft[] =>
  places(placeOf(owner, '')).flatMap(place => read(place) ?? []).sort((a, b) => b.at - a.at)

export const findKept = (owner: string, id: string): Draft | undefined => read(placeOf(owner, id))

/** Says whether it could. The oldest make room, where there are too many or the browser has no more. */
export function keep(owner: string, draft: Draft): boolean {
  const others = listKept(owner).filter(one => one.id !== draft.id)
  for (const old of others.splice(MOST - 1)) drop(owner, old.id)
  for (;;) {
    if (attempt(() => { localStorage.setItem(placeOf(owner, draft.id), JSON.stringify(draft)); return true }, false)) return true
    const oldest = others.pop()
    if (!oldest) return false
    drop(owner, oldest.id)
  }
}

export const drop = (owner: string, id: string): void => remove(placeOf(owner, id))

export const dropAll = (owner: string): void => places(placeOf(owner, '')).forEach(remove)

/** Drops what is too old or cannot be read, whosever it is. */
export const sweep = (): void => places(PREFIX).filter(place => read(place) === undefined).forEach(remove)

/** Another name for a draft, under which nothing will be written. */
export const newId = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`

const SIGNED_OUT = 'unblock-signed-out'

/** Tells this member's other windows that they signed out. */
export const tellSignedOut = (owner: string): void => attempt(() => {
  localStorage.setItem(SIGNED_OUT, owner)
  localStorage.removeItem(SIGNED_OUT)
}, undefined)

/** Calls `act` when this member signs out in another window. */
export const onSignedOut = (owner: string, act: () => void): void =>
  window.addEventListener('storage', event => { if (event.key === SIGNED_OUT && event.newValue === owner) act() })

const SENDING = 'unblock-sending'

/** Remembers in this window which draft was sent last: the page that answers may hold its text under another key. */
export const tellSending = (id: string): void => attempt(() => sessionStorage.setItem(SENDING, id), undefined)

export const lastSent = (): string => attempt(() => sessionStorage.getItem(SENDING), null) ?? ''
