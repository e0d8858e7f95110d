import { normaliseLineEndings } from './text.js'

/** Empty lines at the top of a text, and characters that nobody sees, such as a byte order mark. */
const UNSEEN_TOP = /^(?:[^\S\n\ufeff]*\n|\p{Default_Ignorable_Code_Point})+/u

/** The same without the controls that set the direction of the text after them. */
const MEANINGLESS_TOP =
  /^(?:[^\S\n\ufeff]*\n|(?![\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])\p{Default_Ignorable_Code_Point})+/u

/** Characters that some programs write where a line ends inside a paragraph. */
const LINE_SEPARATORS = /[\v\u2028\u2029]/g

const BLOCK = /^---[ \t]*\n([\s\S]*?)\n---[ \t]*(?:\n|$)/

/** A line of YAML: a key, an item of a list, a continuation, a comment or nothing. */
const YAML_LINE = /^(?:[a-z][\w-]*[ \t]*:(?:[ \t]|$)|-[ \t]|[ \t]|#|$)/

const FIRST_KEY = /^(?:[ \t]*(?:#.*)?\n)*[a-z][\w-]*[ \t]*:/

/**
 * Splits `source` into its front matter, the YAML between `---` lines at its top, and the rest. Leaves out what cannot be
 * seen before either, and ends all lines in LF. Prose between two rules is not front matter: each line must look like YAML,
 * and keys are in lower case.
 */
export function splitFrontMatter(source: string): { readonly frontMatter: string | undefined; readonly rest: string } {
  const text = normaliseLineEndings(source).replace(LINE_SEPARATORS, '\n')
  const seen = text.replace(UNSEEN_TOP, '')
  const match = BLOCK.exec(seen)
  const frontMatter = match?.[1]
  return match && frontMatter !== undefined && isYaml(frontMatter)
    ? { frontMatter, rest: withoutTop(seen.slice(match[0].length)) }
    : { frontMatter: undefined, rest: withoutTop(text) }
}

const withoutTop = (text: string): string => text.replace(MEANINGLESS_TOP, '')

const isYaml = (text: string): boolean => FIRST_KEY.test(text) && text.split('\n').every(line => YAML_LINE.test(line))
