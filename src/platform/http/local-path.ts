/** `address` when it is one on this site, else undefined: an answer never sends a person elsewhere. */
export const localPath = (address: unknown): string | undefined =>
  typeof address === 'string' && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(address) && address.length <= 2_000
    ? address
    : undefined
