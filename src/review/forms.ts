import { z } from 'zod'
import { shownAsOptions, type ShownAs } from '../accounts/index.js'
import type { Config } from '../platform/deps.js'
import {
  requiredChoice,
  requiredLine,
  optionalLine,
  stringList,
  requiredText,
  tooLong,
} from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import { characterCount, truncateText } from '../platform/text.js'
import {
  MAX_BODY_LENGTH,
  MAX_SUMMARY_LENGTH,
  MAX_TAG_LENGTH,
  MAX_TITLE_LENGTH,
  MAX_LINKS,
  MAX_TAGS,
  normaliseTag,
  removeEmptySections,
  type Kind,
} from '../pages/index.js'
import { reasons, verdicts, type ReasonCode, type Verdict } from './rules.js'

/** Characters in the note to the reviewer: two sentences, as the history shows it in one line. */
export const MAX_NOTE_LENGTH = 300
/** Characters in a moderator's message to the author. */
export const MAX_MESSAGE_LENGTH = 500
/** Characters in the search for a page to link. */
export const MAX_SEARCH_LENGTH = 200
/** Characters in the field for tags: room for all of them, with white space around each. */
const MAX_TAGS_FIELD_LENGTH = 1_000
/** Characters of a faulty tag that its error message repeats. */
const MAX_TAG_IN_MESSAGE = 40

const tags = z
  .string()
  .optional()
  .default('')
  .transform((typed, context) => {
    const addError = (message: string): void => context.addIssue({ code: 'custom', message })
    if (typed.length > MAX_TAGS_FIELD_LENGTH) {
      addError(tooLong('The tags', typed, MAX_TAGS_FIELD_LENGTH))
      return []
    }
    const normalised = new Set<string>()
    for (const typedTag of splitTags(typed)) {
      const tag = normaliseTag(typedTag)
      if (tag === undefined)
        addError(
          `“${truncateText(typedTag, MAX_TAG_IN_MESSAGE)}” cannot be a tag: ` +
            "use letters, numbers, spaces and - . + # & ' / with commas between tags",
        )
      else if (characterCount(tag) > MAX_TAG_LENGTH)
        addError(tooLong(`The tag “${truncateText(tag, MAX_TAG_IN_MESSAGE)}…”`, tag, MAX_TAG_LENGTH))
      else normalised.add(tag)
    }
    if (normalised.size > MAX_TAGS) addError(`Enter ${MAX_TAGS} tags or fewer. You have entered ${normalised.size}`)
    return [...normalised]
  })

const splitTags = (typed: string): readonly string[] =>
  typed
    .split(/[,\n]/)
    .map(tag => tag.trim())
    .filter(tag => tag !== '')

const links = stringList()
  .refine(ids => ids.every(isId), 'One of the linked pages cannot be found. Choose them again')
  .transform(ids => [...new Set(ids)])
  .refine(ids => ids.length <= MAX_LINKS, `A page can be linked to at most ${MAX_LINKS} others`)

/** The fields of the form that writes a page, and what they must satisfy. */
export const pageFormSchema = (config: Pick<Config, 'themes'>, kind: Kind) =>
  z.strictObject({
    title: requiredLine('a title', MAX_TITLE_LENGTH),
    summary: requiredLine('a summary in one sentence', MAX_SUMMARY_LENGTH, 'The summary'),
    theme: requiredChoice(
      config.themes.map(theme => theme.slug),
      'Choose a theme',
    ),
    tags,
    body: requiredText('the text of the page', MAX_BODY_LENGTH, 'The text').refine(
      body => removeEmptySections(kind, body).trim() !== '',
      'Write something under the headings',
    ),
    links,
    find: optionalLine('What to find', MAX_SEARCH_LENGTH),
    shownAs: requiredChoice(shownAsOptions, 'Choose how your name appears').transform(value => value as ShownAs),
    note: optionalLine('The note', MAX_NOTE_LENGTH),
    /** Sent by somebody who wants both versions of the lines that conflict. */
    keepBoth: z.string().optional(),
    /** The id of the page with the same title that the author was told about. */
    sameTitleAs: z.string().optional(),
    intent: requiredChoice(['save', 'preview', 'find'], 'Choose what to do').optional().default('save'),
    /** Identifies the form that was filled in: sent twice, it counts once. */
    key: z.string().refine(isId, 'Load the page again').optional(),
    /** The revision, or version of a suggestion, that the form was opened with. */
    base: z.string().optional(),
  })

export type PageInput = z.output<ReturnType<typeof pageFormSchema>>

/** The names that verdicts had in version 0.1. */
const oldVerdicts = new Map<unknown, Verdict>([
  ['ask', 'request-changes'],
  ['refuse', 'reject'],
])

/**
 * Gives the fields of an old form for a decision their present names. A moderator may have opened the form before an upgrade from 0.1,
 * where the message was called `sentence` and two verdicts had other names: their text must not be lost. Remove this
 * after the next version.
 */
export function renameOldDecisionFields(body: unknown): unknown {
  const { sentence, ...fields } = (body ?? {}) as Readonly<Record<string, unknown>>
  const verdict = oldVerdicts.get(fields['verdict'])
  return { ...fields, ...(sentence === undefined ? {} : { message: sentence }), ...(verdict && { verdict }) }
}

/** A moderator's decision about a suggestion. */
export const decisionForm = z
  .strictObject({
    verdict: requiredChoice(verdicts, 'Choose what to do with this suggestion').transform(value => value as Verdict),
    reason: z
      .string()
      .optional()
      .default('')
      .refine(code => code === '' || Object.hasOwn(reasons, code), 'Choose a reason from the list')
      .transform(code => (code === '' ? undefined : (code as ReasonCode))),
    message: optionalLine('The message', MAX_MESSAGE_LENGTH),
    seenHash: z.string({ error: 'Load the page again' }).regex(/^[0-9a-f]{64}$/, 'Load the page again'),
  })
  .superRefine(({ verdict, reason, message }, context) => {
    const addError = (field: string, problem: string): void =>
      context.addIssue({ code: 'custom', path: [field], message: problem })
    if (verdict === 'reject' && reason === undefined) addError('reason', 'Choose a reason for rejecting it')
    if (verdict === 'reject' && message === '') addError('message', 'Tell the author why you are rejecting it')
    if (verdict === 'request-changes' && message === '') addError('message', 'Tell the author what to change')
  })
