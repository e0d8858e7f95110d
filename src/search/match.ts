import type { Engine } from '../platform/database/index.js'
import { stripAccents } from './vocabulary.js'

/** Where in a page a match must be: its summary fields are the title, summary, tags and headings. */
export type Scope = 'page' | 'summaryFields' | 'title'

/** What a page must hold, in terms that both databases understand. A phrase is one or more words side by side. */
export type Match =
  | { readonly phrase: readonly string[] }
  | { readonly prefix: string }
  | { readonly and: readonly Match[] }
  | { readonly or: readonly Match[] }
  | { readonly match: Match; readonly excluding: readonly Match[] }
  | { readonly match: Match; readonly within: Scope }

export const phrase = (...words: readonly string[]): Match => ({ phrase: words })
export const and = (matches: readonly Match[]): Match => (matches.length === 1 ? matches[0]! : { and: matches })
export const or = (matches: readonly Match[]): Match => (matches.length === 1 ? matches[0]! : { or: matches })
export const excluding = (match: Match, excluded: readonly Match[]): Match =>
  excluded.length === 0 ? match : { match, excluding: excluded }
export const within = (scope: Scope, match: Match): Match => (scope === 'page' ? match : { match, within: scope })

/** The expression for the database's full-text search. Words are only letters and digits, so none is an operator. */
export const expressionOf = (engine: Engine, match: Match): string =>
  engine === 'sqlite' ? fts5(match) : tsquery(match)

const fts5Columns = { title: 'title', summaryFields: 'title summary tags headings' } as const

function fts5(match: Match): string {
  if ('phrase' in match) return `"${match.phrase.join(' ')}"`
  if ('prefix' in match) return `"${match.prefix}" *`
  if ('and' in match) return `(${match.and.map(fts5).join(' AND ')})`
  if ('or' in match) return `(${match.or.map(fts5).join(' OR ')})`
  if ('excluding' in match) return `(${fts5(match.match)} NOT ${fts5(or(match.excluding))})`
  return match.within === 'page' ? fts5(match.match) : `({${fts5Columns[match.within]}} : ${fts5(match.match)})`
}

/** The weights that `writeIndexEntry` gives to the fields of each scope. None means any field. */
const tsqueryWeights = { page: '', summaryFields: 'ABC', title: 'A' } as const

function tsquery(match: Match, weights = ''): string {
  if ('phrase' in match) {
    const words = match.phrase.map(word => tsqueryWord(word, weights))
    return words.length === 1 ? words[0]! : `(${words.join(' <-> ')})`
  }
  if ('prefix' in match) return tsqueryWord(match.prefix, `*${weights}`)
  if ('and' in match) return `(${match.and.map(part => tsquery(part, weights)).join(' & ')})`
  if ('or' in match) return `(${match.or.map(part => tsquery(part, weights)).join(' | ')})`
  // What is excluded must not be anywhere in the page, whatever the scope of the rest.
  if ('excluding' in match) return `(${tsquery(match.match, weights)} & !${tsquery(or(match.excluding))})`
  return tsquery(match.match, tsqueryWeights[match.within])
}

const tsqueryWord = (word: string, suffix: string): string => lexeme(word) + (suffix === '' ? '' : `:${suffix}`)

/** A word as the index holds it: without accents, unless removing them leaves something that could be an operator. */
function lexeme(word: string): string {
  const plain = stripAccents(word)
  return /^[\p{L}\p{N}]+$/u.test(plain) ? plain : word
}
