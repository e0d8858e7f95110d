import { parse } from 'yaml'
import { outlineOf, splitFrontMatter } from '../platform/markdown.js'
import { onOneLine, truncateWithEllipsis } from '../platform/text.js'
import { MAX_SUMMARY_LENGTH, MAX_TITLE_LENGTH, type Content } from '../pages/index.js'
import type { HistoryLine } from './parse-line.js'

/** In characters. */
const MAX_NOTE_LENGTH = 300

/** In characters. */
const MAX_AUTHOR_LENGTH = 120

/**
 * The content of a page after a line. Its title is the first heading, or else the title in the front matter, or else the
 * path. Its summary is the first paragraph. Its body is the text, byte for byte.
 */
export function importedContent({ path, text }: HistoryLine, theme: string): Content {
  const { heading, paragraph } = outlineOf(text)
  const title = seenLine(heading) || seenLine(frontMatterTitle(text)) || seenLine(path)
  return {
    title: truncateWithEllipsis(title, MAX_TITLE_LENGTH),
    summary: truncateWithEllipsis(seenLine(paragraph), MAX_SUMMARY_LENGTH),
    theme,
    tags: [],
    links: [],
    body: text,
  }
}

/** Text on one line, without what cannot be seen before it. */
const seenLine = (text = ''): string => onOneLine(text.replace(/^[\p{Default_Ignorable_Code_Point}\s]+/u, ''))

/** The note of a revision: the first line of the message. */
export const importedNote = ({ message }: HistoryLine): string =>
  truncateWithEllipsis(onOneLine(message.split('\n')[0] ?? ''), MAX_NOTE_LENGTH)

/** The author's name, or `unknown`. */
export const importedAuthor = ({ author }: HistoryLine): string =>
  truncateWithEllipsis(onOneLine(author), MAX_AUTHOR_LENGTH) || 'unknown'

function frontMatterTitle(text: string): string | undefined {
  const { frontMatter } = splitFrontMatter(text)
  if (frontMatter === undefined) return undefined
  try {
    const values: unknown = parse(frontMatter)
    const title = (values as { title?: unknown } | null)?.title
    return typeof title === 'string' || typeof title === 'number' ? String(title) : undefined
  } catch {
    return undefined // not YAML after all
  }
}
