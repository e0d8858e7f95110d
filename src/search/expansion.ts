import { stripAccents } from '../platform/text.js'
import type { SearchContext } from './context.js'
import { isKnown, pagesWith, type WordFrequencies } from './frequencies.js'
import {
  COMMON_WORD_PAGES,
  MAX_COMPLETIONS,
  MAX_CONTAINING_WORDS,
  MIN_INFIX_LENGTH,
  MIN_PREFIX_LENGTH,
} from './limits.js'
import { or, phrase, type Match } from './match.js'
import { sql } from './sql.js'
import { stemOf } from './stem.js'
import { isSpellable, LAST_CHARACTER, trigramsOf } from './vocabulary.js'

/**
 * Each word, or rather the pair of it and the next word, which scores higher where both are side by side. Pairs of two
 * common words are left out: they cost more than they tell.
 */
export function withProximity(words: readonly string[], frequencies: WordFrequencies): readonly Match[] {
  const isCommon = (word: string): boolean => pagesWith(frequencies, word) > COMMON_WORD_PAGES
  return words.map((word, index) => {
    const next = words[index + 1]
    if (next === undefined || (isCommon(word) && isCommon(next))) return phrase(word)
    return or([phrase(word), phrase(word, next)])
  })
}

/**
 * For each word, what may stand in its place: its other spellings, its synonyms and, if `alsoLonger`, longer words that
 * begin with it or contain it.
 */
export async function relatedTerms(
  context: SearchContext,
  words: readonly string[],
  alsoLonger: boolean,
): Promise<readonly (readonly Match[])[]> {
  const related: (readonly Match[])[] = []
  for (const word of words) {
    const spellings = context.spellings.get(word) ?? []
    const synonyms = context.request.synonyms.get(word) ?? []
    const longer = alsoLonger ? await longerWords(context, words, word) : []
    related.push([...[...spellings, ...synonyms].map(term => phrase(...term)), ...longer])
  }
  return related
}

async function longerWords(context: SearchContext, words: readonly string[], word: string): Promise<readonly Match[]> {
  const isLast = word === context.request.query.words.at(-1)
  const isLongEnough = words.length === 1 || word.length > MIN_PREFIX_LENGTH
  const isCommon = pagesWith(context.frequencies, word) > COMMON_WORD_PAGES
  const completions = isLast && isLongEnough && !isCommon ? await completionsOf(context, word) : []
  if (completions.length > 0 || isKnown(context.frequencies, word)) return completions
  return wordsContaining(context, stripAccents(word))
}

/** The commonest words that begin with `word`, apart from other forms of it. */
async function completionsOf({ runSql }: SearchContext, word: string): Promise<readonly Match[]> {
  if (word.length < MIN_PREFIX_LENGTH) return []
  const prefix = stripAccents(word)
  if (!isSpellable(prefix)) return [{ prefix: word }]
  const rows = await runSql<{ word: string }>(
    sql(
      `select word from search_word where word > ? and word < ? and word not like '%-%'
       order by pages desc, word limit ${MAX_COMPLETIONS}`,
      prefix,
      prefix + LAST_CHARACTER,
    ),
  )
  return rows.filter(row => stemOf(row.word) !== stemOf(word)).map(row => phrase(row.word))
}

/** The shortest words that contain `word`, as `youtube` contains `tube`. */
async function wordsContaining({ runSql }: SearchContext, word: string): Promise<readonly Match[]> {
  if (!isSpellable(word) || word.length < MIN_INFIX_LENGTH) return []
  const rows = await runSql<{ word: string }>(
    sql(
      `select word from search_trigram where trigram = ? and word like ?
       order by length, word limit ${MAX_CONTAINING_WORDS}`,
      trigramsOf(word)[1],
      // A spellable word has only letters, so it holds no wildcard.
      `%${word}%`,
    ),
  )
  return rows.map(row => phrase(row.word))
}
