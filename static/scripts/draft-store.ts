import { DRAFT_DAYS, DRAFT_PREFIX, MAX_DRAFTS, SIGNED_OUT } from '../../src/platform/draft-storage.js'
import { isFormFields, type FormText } from './form-fields.js'

/** Text from a form that is not saved yet, as far as this browser knows. */
export interface Draft extends FormText {
  /** The path that the form posts to. */
  readonly address: string
  /** Whether exactly this text was sent, and this browser saw no answer. */
  readonly isSent: boolean
}

/** A draft as it was read from storage. */
export interface StoredDraft extends Draft {
  readonly storageKey: string
  /** When it was written, in milliseconds since 1970. */
  readonly writtenAt: number
}

const PREFIX = `${DRAFT_PREFIX}1:`

const MAX_AGE_MILLISECONDS = DRAFT_DAYS * 86_400_000

/** Storage may be full, switched off, or hold what another program wrote: then this gives `fallback`. */
function attempt<T>(action: () => T, fallback: T): T {
  try {
    return action()
  } catch {
    return fallback
  }
}

const storageKeys = (prefix: string): readonly string[] =>
  attempt(() => Object.keys(localStorage).filter(storageKey => storageKey.startsWith(prefix)), [])

/** The key holds the time of writing, so that age and order are known without reading a long text. */
const newStorageKey = (owner: string): string =>
  `${PREFIX}${owner}:${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`

const writtenAtOf = (storageKey: string): number => parseInt(storageKey.split(':')[3] ?? '', 36)

const isCurrent = (storageKey: string): boolean =>
  storageKey.startsWith(PREFIX) && Math.abs(Date.now() - writtenAtOf(storageKey)) < MAX_AGE_MILLISECONDS

/** Newest first. */
const storageKeysOf = (owner: string): readonly string[] => [...storageKeys(`${PREFIX}${owner}:`)].sort().reverse()

function isDraft(value: unknown): value is Draft {
  const { key, address, base, fields, isSent } = (value ?? {}) as Partial<Record<keyof Draft, unknown>>
  return (
    [key, address, base].every(part => typeof part === 'string') && typeof isSent === 'boolean' && isFormFields(fields)
  )
}

const read = (storageKey: string): StoredDraft | undefined =>
  attempt(() => {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '')
    return isDraft(value) ? { ...value, storageKey, writtenAt: writtenAtOf(storageKey) } : undefined
  }, undefined)

const write = (storageKey: string, draft: Draft): boolean =>
  attempt(() => {
    localStorage.setItem(storageKey, JSON.stringify(draft))
    return true
  }, false)

export const removeDraft = (storageKey: string): void => attempt(() => localStorage.removeItem(storageKey), undefined)

/** Whether this browser stores anything for this site. */
export const canStoreDrafts = (): boolean =>
  attempt(() => {
    localStorage.setItem(PREFIX, '')
    localStorage.removeItem(PREFIX)
    return true
  }, false)

export const hasDrafts = (owner: string): boolean => storageKeysOf(owner).length > 0

/** The drafts of `owner` in this browser, newest first. */
export const listDrafts = (owner: string): readonly StoredDraft[] =>
  storageKeysOf(owner)
    .filter(isCurrent)
    .flatMap(storageKey => read(storageKey) ?? [])

/**
 * Stores a draft in place of the one at `previousKey`, and returns its storage key. Returns undefined if the browser has
 * no room; the previous draft is then still there. Other members' drafts are never removed to make room.
 */
export function storeDraft(owner: string, draft: Draft, previousKey?: string): string | undefined {
  const storageKey = newStorageKey(owner)
  if (!write(storageKey, draft)) {
    // There may be room for one of the two, but not for both.
    return previousKey !== undefined && write(previousKey, draft) ? previousKey : undefined
  }
  if (previousKey !== undefined) removeDraft(previousKey)
  storageKeysOf(owner).slice(MAX_DRAFTS).forEach(removeDraft)
  return storageKey
}

/** Puts back a draft that was removed. */
export const restoreDraft = (draft: StoredDraft): boolean => write(draft.storageKey, draft)

export const removeDraftsOf = (owner: string): void => storageKeysOf(owner).forEach(removeDraft)

/** Removes drafts that are too old or were stored by another version, for every owner. */
export const removeOldDrafts = (): void =>
  storageKeys(DRAFT_PREFIX)
    .filter(storageKey => !isCurrent(storageKey))
    .forEach(removeDraft)

/** Tells this member's other windows that they signed out. */
export const announceSignOut = (owner: string): void =>
  attempt(() => {
    localStorage.setItem(SIGNED_OUT, owner)
    localStorage.removeItem(SIGNED_OUT)
  }, undefined)

/** Calls `action` when this member signs out in another window. */
export const onSignOut = (owner: string, action: () => void): void =>
  window.addEventListener('storage', event => {
    if (event.key === SIGNED_OUT && event.newValue === owner) action()
  })
