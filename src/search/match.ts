import type { Engine } from '../platform/database/index.js'
import { stripAccents } from './vocabulary.js'

/** What a page must hold, in terms that either database understands. A phrase has one word or more, side by side. */
export type Match =
  | { readonly phrase: readonly string[] }
  | { readonly prefix: string }
  | { readonly and: readonly Match[] }
  | { readonly or: readonly Match[] }
  | { readonly all: Match; readonly but: readonly Match[] }
  | { readonly within: 'title' | 'head'; readonly all: Match }

export const phrase = (...words: readonly string[]): Match => ({ phrase: words })
export const and = (matches: readonly Match[]): Match => (matches.length === 1 ? matches[0]! : { and: matches })
export const or = (matches: readonly Match[]): Match => (matches.length === 1 ? matches[0]! : { or: matches })

/** The expression for the database's full-text search. Words are letters and digits alone, so nothing in it can be misread. */
export const expressionOf = (engine: Engine, match: Match): string =>
  engine === 'sqlite' ? fts5(match) : tsquery(match, '')

function fts5(match: Match): string {
  if ('phrase' in match) return `"${match.phrase.join(' ')}"`
  if ('prefix' in match) return `"${match.prefix}" *`
  if ('and' in match) return `(${match.and.map(fts5).join(' AND ')})`
  if ('or' in match) return `(${match.or.map(fts5).join(' OR ')})`
  if ('but' in match)
    return match.but.length === 0 ? fts5(match.all) : `(${fts5(match.all)} NOT ${fts5(or(match.but))})`
  return `({${match.within === 'title' ? 'title' : 'title summary tags headings'}} : ${fts5(match.all)})`
}

/** Without accents, as the index has it; taking them off may leave no word, and what is no word could be an operator. */
function lexeme(word: string): string {
  const plain = stripAccents(word)
  return /^[\p{L}\p{N}]+$/u.test(plain) ? plain : word
}

function tsquery(match: Match, weights: string): string {
  const word = (text: string, also = ''): string =>
    `${lexeme(text)}${also + weights === '' ? '' : `:${also}${weights}`}`
  if ('phrase' in match)
    return match.phrase.length === 1 ? word(match.phrase[0]!) : `(${match.phrase.map(one => word(one)).join(' <-> ')})`
  if ('prefix' in match) return word(match.prefix, '*')
  if ('and' in match) return `(${match.and.map(one => tsquery(one, weights)).join(' & ')})`
  if ('or' in match) return `(${match.or.map(one => tsquery(one, weights)).join(' | ')})`
  if ('but' in match)
    return match.but.length === 0
      ? tsquery(match.all, weights)
      : `(${tsquery(match.all, weights)} & !${tsquery(or(match.but), '')})`
  return tsquery(match.all, match.within === 'title' ? 'A' : 'ABC')
}
