/** Maximum length of an address that we redirect to, in characters. */
const MAX_PATH_LENGTH = 2_000

/** Returns `address` if it is a path on this site, otherwise undefined. Prevents redirects to other sites. */
export const localPath = (address: unknown): string | undefined =>
  typeof address === 'string' && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(address) && address.length <= MAX_PATH_LENGTH
    ? address
    : undefined
