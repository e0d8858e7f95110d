import { normaliseLineEndings } from './text.js'

/**
 * Lines and characters at the top of a text that nobody sees, such as a byte order mark. Programs add them when they save
 * or copy a text. They are no part of it.
 */
const UNSEEN_TOP = /^(?:[^\S\n]*\n|\p{Default_Ignorable_Code_Point})+/u

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
  const rest = text.replace(UNSEEN_TOP, '')
  const match = BLOCK.exec(rest)
  const frontMatter = match?.[1]
  if (!match || frontMatter === undefined || !isYaml(frontMatter)) return { frontMatter: undefined, rest }
  return { frontMatter, rest: rest.slice(match[0].length).replace(UNSEEN_TOP, '') }
}

const isYaml = (text: string): boolean => FIRST_KEY.test(text) && text.split('\n').every(line => YAML_LINE.test(line))
