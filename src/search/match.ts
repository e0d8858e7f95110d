import type { Engine } from '../platform/database/index.js'
import { stripAccents } from '../platform/text.js'
import { acronymOf } from './words.js'

/** The part of a page to match. The summary fields are the title, summary, tags and headings. */
export type Scope = 'page' | 'summaryFields' | 'title'

/** A full-text condition for either database. A phrase is one or more words side by side. */
export type Match =
  | { readonly phrase: readonly string[] }
  | { readonly prefix: string }
  | { readonly and: readonly Match[] }
  | { readonly or: readonly Match[] }
  | { readonly match: Match; readonly excluding: readonly Match[] }
  | { readonly match: Match; readonly within: Scope }

/** Matches words side by side. Nobody has to type capitals: `it` matches the acronym too. */
export function phrase(...words: readonly string[]): Match {
  const withAcronyms = words.map(word => acronymOf(word) ?? word)
  const isSame = withAcronyms.every((word, index) => word === words[index])
  return isSame ? { phrase: words } : { or: [{ phrase: words }, { phrase: withAcronyms }] }
}
/** Matches pages that all `matches` match. */
export const and = (matches: readonly Match[]): Match => (matches.length === 1 ? matches[0]! : { and: matches })
/** Matches pages that any of `matches` matches. */
export const or = (matches: readonly Match[]): Match => (matches.length === 1 ? matches[0]! : { or: matches })
/** Matches pages that `match` matches and none of `excluded` does. */
export const excluding = (match: Match, excluded: readonly Match[]): Match =>
  excluded.length === 0 ? match : { match, excluding: excluded }
/** Limits a match to part of the page. */
export const within = (scope: Scope, match: Match): Match => (scope === 'page' ? match : { match, within: scope })

/** Builds the database's full-text expression. Words have only letters and digits, so none can act as an operator. */
export const expressionOf = (engine: Engine, match: Match): string =>
  engine === 'sqlite' ? fts5(match) : tsquery(match)

const fts5Columns = { title: 'title', summaryFields: 'title summary tags headings' } as const

function fts5(match: Match): string {
  if ('phrase' in match) return `"${match.phrase.map(lexeme).join(' ')}"`
  if ('prefix' in match) return `"${lexeme(match.prefix)}" *`
  if ('and' in match) return `(${match.and.map(fts5).join(' AND ')})`
  if ('or' in match) return `(${match.or.map(fts5).join(' OR ')})`
  if ('excluding' in match) return `(${fts5(match.match)} NOT ${fts5(or(match.excluding))})`
  return match.within === 'page' ? fts5(match.match) : `({${fts5Columns[match.within]}} : ${fts5(match.match)})`
}

/** The weights that `writeIndexEntry` gives the fields of each scope. An empty text means any field. */
const tsqueryWeights = { page: '', summaryFields: 'ABC', title: 'A' } as const

function tsquery(match: Match, weights = ''): string {
  if ('phrase' in match) {
    const words = match.phrase.map(word => tsqueryWord(word, weights))
    return words.length === 1 ? words[0]! : `(${words.join(' <-> ')})`
  }
  if ('prefix' in match) return tsqueryWord(match.prefix, `*${weights}`)
  if ('and' in match) return `(${match.and.map(part => tsquery(part, weights)).join(' & ')})`
  if ('or' in match) return `(${match.or.map(part => tsquery(part, weights)).join(' | ')})`
  // Excluded words must not be anywhere in the page, whatever the scope.
  if ('excluding' in match) return `(${tsquery(match.match, weights)} & !${tsquery(or(match.excluding))})`
  return tsquery(match.match, tsqueryWeights[match.within])
}

const tsqueryWord = (word: string, suffix: string): string => lexeme(word) + (suffix === '' ? '' : `:${suffix}`)

/** Returns a word as the index holds it, without accents, unless the result could act as an operator. */
function lexeme(word: string): string {
  const plain = stripAccents(word)
  return /^[\p{L}\p{N}]+$/u.test(plain) ? plain : word
}
