const wordPattern = String.raw`[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*(?:['’]\p{L}[\p{L}\p{M}\p{N}_]*)*`
const emojiPattern = String.raw`\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]{0,2}`

/** The source of a pattern for one emoji, including those joined by zero-width joiners. */
export const emojiSequencePattern = String.raw`${emojiPattern}(?:\u200d${emojiPattern})*`

const WORD = new RegExp(wordPattern, 'gu')
const TOKEN = new RegExp(String.raw`${wordPattern}|\s+|${emojiSequencePattern}|[^]\p{M}*`, 'gu')

/** The words of a line, without what stands between them. */
export const wordsOf = (line: string): string[] => line.match(WORD) ?? []

/** A line as words, white space, whole emoji and single characters with their marks. Joined, they are the line. */
export const tokensOf = (line: string): string[] => line.match(TOKEN) ?? []
