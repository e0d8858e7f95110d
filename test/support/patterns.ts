/** Joins parts of a long regular expression, which takes the flags of its first part. */
export const joinPatterns = (...parts: readonly RegExp[]): RegExp =>
  new RegExp(parts.map(part => part.source).join(''), parts[0]?.flags)
