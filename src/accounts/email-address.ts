import { domainToASCII, domainToUnicode } from 'node:url'

/**
 * The email addresses that browsers accept (https://html.spec.whatwg.org/#valid-e-mail-address). Unlike browsers, it allows
 * letters of every script before the at sign. The domain must be in its ASCII form.
 */
const addressForm =
  /^[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u

/** Tells whether `email`, which must be normalised, can be an email address. */
export const isEmailAddress = (email: string): boolean =>
  addressForm.test(email) && !/^\.|\.\.|\.@/.test(email) && !/@.*\.\d+$/.test(email)

/**
 * Normalises an email address for comparing and storing. Ignores capital letters, and how letters are encoded. A domain of
 * any script gets its ASCII form, so that one that looks like a public body's is not taken for it.
 */
export function normaliseEmail(email: string): string {
  const text = email.trim().normalize('NFC').toLowerCase()
  const at = text.lastIndexOf('@')
  return at < 0 ? text : text.slice(0, at + 1) + normaliseDomain(text.slice(at + 1))
}

/** Normalises a domain: lower case, in ASCII, without a final dot. What cannot be a domain is only put in lower case. */
export function normaliseDomain(domain: string): string {
  const lower = domain.trim().toLowerCase()
  const ascii = /^[^\s/:?#@[\]\\%]+$/.test(lower) ? domainToASCII(lower) : ''
  return (ascii || lower).replace(/\.$/, '')
}

/** Returns the domain of an email address, normalised. */
export const emailDomain = (email: string): string => normaliseDomain(email.slice(email.lastIndexOf('@') + 1))

/** Every spelling of a domain that may be stored: those of before were kept as they were entered. */
export const spellingsOfDomain = (domain: string): readonly string[] => [...new Set([domain, domainToUnicode(domain)])]
