import type { Request, Response } from 'express'
import { z } from 'zod'
import {
  actorOf,
  blockReasons,
  countAdmins,
  getMember,
  memberOf,
  type BlockReason,
  type Member,
} from '../accounts/index.js'
import { displayDate, type DisplayDate } from '../pages/index.js'
import type { Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import {
  notify,
  optionalLine,
  parseForm,
  requiredChoice,
  seeOther,
  show,
  view,
  withQuery,
  type FieldError,
  type FormValues,
  type PageModel,
  type SelectItem,
} from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import { getSuggestion } from '../review/index.js'
import { blockMember, unblockMember } from './block.js'
import { confirmOrAsk } from './confirm.js'
import { whyNotBlock } from './rules.js'

const MAX_NOTE_LENGTH = 300

const blockForm = z.strictObject({
  reason: requiredChoice(Object.keys(blockReasons), 'Choose a reason').transform(value => value as BlockReason),
  note: optionalLine('The note', MAX_NOTE_LENGTH),
  currentPassphrase: z.string().optional(),
})

const unblockForm = z.strictObject({ currentPassphrase: z.string().optional() })

interface BlockModel extends PageModel {
  readonly heading: string
  /** Why the member cannot be blocked. Undefined if they can. */
  readonly whyNot: string | undefined
  /** Undefined if the member is not blocked. */
  readonly blockedAt: DisplayDate | undefined
  readonly action: string
  readonly unblockAction: string
  readonly reasonItems: readonly SelectItem[]
  readonly maxNoteLength: number
  readonly values: FormValues
  readonly cancelHref: string
}

export const blockView = view<BlockModel>('admin/block')

/** Whom an admin can block, and how the pages call them. */
export interface BlockTarget {
  readonly member: Member
  /** How the pages call them: by name, or as the author of a suggestion, whose name admins need not learn. */
  readonly name: string
  readonly path: string
  readonly cancelHref: string
  readonly suggestionId?: string
}

/** The member that the address names. @throws NotFound when there is none. */
export async function memberTarget({ db }: Deps, req: Request): Promise<BlockTarget> {
  const member = await getMember(db, idIn(req))
  const path = `/admin/members/${member.id}`
  return { member, name: member.name, path, cancelHref: withQuery('/admin/members', { q: member.email }) }
}

/** The author of the suggestion that the address names. @throws NotFound when there is none. */
export async function authorTarget({ db }: Deps, req: Request): Promise<BlockTarget> {
  const { id, authorId } = await getSuggestion(db, idIn(req), actorOf(req))
  return {
    member: await getMember(db, authorId),
    name: 'the author of this suggestion',
    path: `/admin/suggestions/${id}/author`,
    cancelHref: `/suggestions/${id}`,
    suggestionId: id,
  }
}

function idIn(req: Request): string {
  const id = String(req.params['id'])
  if (!isId(id)) throw new NotFound()
  return id
}

interface BlockFormState {
  readonly errors?: readonly FieldError[]
  readonly values?: FormValues
  readonly status?: number
}

export async function showBlock(
  { db }: Deps,
  target: BlockTarget,
  req: Request,
  res: Response,
  { errors, values = {}, status = 200 }: BlockFormState = {},
): Promise<void> {
  const { member, name, path, cancelHref } = target
  const isBlocked = member.blockedAt !== undefined
  const heading = `${isBlocked ? 'Unblock' : 'Block'} ${name}`
  const model: BlockModel = {
    pageTitle: heading,
    section: 'account',
    noindex: true,
    heading,
    errors,
    whyNot: isBlocked ? undefined : whyNotBlock(memberOf(req), member, await countAdmins(db)),
    blockedAt: member.blockedAt === undefined ? undefined : displayDate(member.blockedAt),
    action: `${path}/block`,
    unblockAction: `${path}/unblock`,
    reasonItems: Object.entries(blockReasons).map(([value, text]) => ({ value, text })),
    maxNoteLength: MAX_NOTE_LENGTH,
    values,
    cancelHref,
  }
  show(req, res, blockView, model, status)
}

export async function submitBlock(deps: Deps, target: BlockTarget, req: Request, res: Response): Promise<void> {
  const form = parseForm(blockForm, req.body)
  if (!form.ok) return showBlock(deps, target, req, res, { ...form, status: 422 })
  const { name, path, cancelHref, suggestionId } = target
  if (!(await confirmOrAsk(deps, req, res, { heading: `Block ${name}`, values: form.values, cancelHref }))) return
  const { reason, note } = form.value
  const block = { reason, note, ...(suggestionId === undefined ? {} : { suggestionId }) }
  const { hasChanged } = await blockMember(deps, memberOf(req), target.member.id, block)
  const subject = startOfSentence(name)
  notify(
    req,
    hasChanged
      ? {
          heading: 'Member blocked',
          text: `${subject} is signed out and cannot sign in any more.`,
          links: [{ text: 'Undo', href: `${path}/block` }],
        }
      : { type: 'neutral', heading: 'Nothing changed', text: `${subject} is already blocked.` },
  )
  seeOther(res, cancelHref)
}

export async function submitUnblock(deps: Deps, target: BlockTarget, req: Request, res: Response): Promise<void> {
  const form = parseForm(unblockForm, req.body)
  if (!form.ok) return showBlock(deps, target, req, res, { ...form, status: 422 })
  const { name, cancelHref } = target
  if (!(await confirmOrAsk(deps, req, res, { heading: `Unblock ${name}`, values: form.values, cancelHref }))) return
  const { hasChanged } = await unblockMember(deps, memberOf(req), target.member.id)
  const subject = startOfSentence(name)
  notify(
    req,
    hasChanged
      ? { heading: 'Member unblocked', text: `${subject} can sign in again.` }
      : { type: 'neutral', heading: 'Nothing changed', text: `${subject} is not blocked.` },
  )
  seeOther(res, cancelHref)
}

const startOfSentence = (name: string): string => name.replace(/^the author/, 'The author')
