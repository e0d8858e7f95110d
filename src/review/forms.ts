import { z } from 'zod'
import { shownAsOptions, type ShownAs } from '../accounts/index.js'
import type { Config } from '../platform/deps.js'
import { requiredChoice, requiredLine, optionalLine, stringList, requiredText } from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import { characterCount } from '../platform/text.js'
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
import { reasons, verdicts, type ReasonCode } from './rules.js'

export const LONGEST_NOTE = 300
export const LONGEST_SENTENCE = 500

/** What can be typed for tags, in characters: room for all of them and for white space. */
const LONGEST_TAGS = 1_000

const tags = z
  .string()
  .optional()
  .default('')
  .transform((typed, context) => {
    if (typed.length > LONGEST_TAGS) {
      context.addIssue({
        code: 'custom',
        message: `The tags are too long: a page can have at most ${MAX_TAGS}, each of at most ${MAX_TAG_LENGTH} characters`,
      })
      return []
    }
    const list = typed
      .split(/[,\n]/)
      .map(tag => tag.trim())
      .filter(tag => tag !== '')
    const normal: string[] = []
    for (const one of list) {
      const tag = normaliseTag(one)
      if (tag === undefined)
        context.addIssue({
          code: 'custom',
          message: `“${one.slice(0, 40)}” cannot be a tag: use letters, digits, spaces and hyphens, with commas between tags`,
        })
      else if (characterCount(tag) > MAX_TAG_LENGTH)
        context.addIssue({
          code: 'custom',
          message: `“${tag.slice(0, 40)}…” is too long: a tag has at most ${MAX_TAG_LENGTH} characters`,
        })
      else if (!normal.includes(tag)) normal.push(tag)
    }
    if (normal.length > MAX_TAGS)
      context.addIssue({
        code: 'custom',
        message: `There are ${normal.length} tags; a page can have at most ${MAX_TAGS}`,
      })
    return normal
  })

const links = stringList()
  .refine(ids => ids.every(isId), 'One of the linked pages is not known. Choose them again')
  .transform(ids => [...new Set(ids)])
  .refine(ids => ids.length <= MAX_LINKS, `A page can be linked to at most ${MAX_LINKS} others`)

/** The form that writes a page: a new one, an edit, an amendment, the settling of a conflict. */
export const pageForm = (config: Pick<Config, 'themes'>, kind: Kind) =>
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
    find: optionalLine('What to find', 200),
    shownAs: requiredChoice(shownAsOptions, 'Choose how to be shown').transform(value => value as ShownAs),
    note: optionalLine('The note', LONGEST_NOTE),
    intent: requiredChoice(['save', 'preview', 'find'], 'Choose what to do').optional().default('save'),
    /** Names this filling-in of the form: sent twice, it counts once. */
    key: z.string().refine(isId, 'Load the page again').optional(),
    /** The revision, or the amendment, that the person began from. */
    base: z.string().optional(),
  })

export type PageInput = z.output<ReturnType<typeof pageForm>>

export const decisionForm = z
  .strictObject({
    verdict: requiredChoice(verdicts, 'Choose what to do with this suggestion').transform(
      value => value as (typeof verdicts)[number],
    ),
    reason: z
      .string()
      .optional()
      .default('')
      .refine(code => code === '' || Object.hasOwn(reasons, code), 'Choose a reason from the list')
      .transform(code => (code === '' ? undefined : (code as ReasonCode))),
    sentence: optionalLine('The sentence', LONGEST_SENTENCE),
    seenHash: z.string({ error: 'Load the page again' }).regex(/^[0-9a-f]{64}$/, 'Load the page again'),
  })
  .superRefine((value, context) => {
    if (value.verdict === 'refuse' && value.reason === undefined)
      context.addIssue({ code: 'custom', path: ['reason'], message: 'Choose a reason for refusing it' })
    if (value.verdict === 'refuse' && value.sentence === '')
      context.addIssue({ code: 'custom', path: ['sentence'], message: 'Write a sentence that tells the author why' })
    if (value.verdict === 'ask' && value.sentence === '')
      context.addIssue({ code: 'custom', path: ['sentence'], message: 'Write what should be changed' })
  })
