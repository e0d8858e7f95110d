/** Words in a query beyond this many are passed over. */
const MOST_WORDS = 24

/** Words that are in nearly every text, and so tell nothing of what is meant. */
const common = new Set('a an and are as at be but by can cannot for from has have i if in is it its me my no not of on or our so that the their them they this to us was we what when which who will with you your'.split(' '))

/**
 * The words of what was typed, in lower case, each once; common ones only where there are no others. Nothing but
 * letters and digits is left, so no word can be read as an operator by any database.
 */
export function wordsOf(typed: string): readonly string[] {
  const all = [...new Set(typed.slice(0, 2_000).normalize('NFC').toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [])]
  const telling = all.filter(word => !common.has(word))
  return (telling.length > 0 ? telling : all).slice(0, MOST_WORDS)
}
