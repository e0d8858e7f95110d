import { NotFound } from '../platform/errors.js'

/** The number of a revision in an address. @throws NotFound for what cannot be one */
export function revisionNumber(text: unknown): number {
  const number = parseRevisionNumber(text)
  if (number === undefined) throw new NotFound('There is no such revision.')
  return number
}

/**
 * The number of a revision; undefined for what cannot be one. At most nine digits, so that it fits the column on either
 * database.
 */
export const parseRevisionNumber = (text: unknown): number | undefined =>
  typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined
