import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Deps } from '../platform/deps.js'
import { NotFound, Refused } from '../platform/errors.js'
import {
  localPath,
  notify,
  pagingFrom,
  pagingLinks,
  parseForm,
  queryParam,
  requiredChoice,
  routesOf,
  seeOther,
  show,
  view,
  withQuery,
  type HiddenField,
  type Notice,
  type PageModel,
  type Route,
} from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import { truncate } from '../platform/text.js'
import {
  admin,
  canManageMembers,
  countAdmins,
  getMember,
  listMembers,
  memberOf,
  roleLabels,
  roles,
  type Member,
  type Role,
} from '../accounts/index.js'
import { authorTarget, memberTarget, showBlock, submitBlock, submitUnblock } from './block-pages.js'
import { changeRole } from './change-role.js'
import { confirmOrAsk } from './confirm.js'
import { showInvitations, submitCancelInvitations, submitInvitationLink } from './invitation-pages.js'
import { showMemberLog } from './log-page.js'
import { whyNotBlock, whyNotChangeRole } from './rules.js'

/** Members on a page of the list. */
const PAGE_SIZE = 50

/** Maximum length of a search, in characters. Email addresses have at most 254, and nobody enters that much. */
const MAX_QUERY_LENGTH = 200

const ROLE_MESSAGE = 'Choose a role'

const LIST = '/admin/members'

const roleForm = z.strictObject({
  role: requiredChoice(roles, ROLE_MESSAGE).transform(value => value as Role),
  /** The role that the page showed. */
  shownRole: z.string().optional(),
  /** The page of the list to return to, with its search. */
  return: z.string().optional(),
  currentPassphrase: z.string().optional(),
})

interface MemberCard {
  readonly id: string
  readonly name: string
  /** Email address, organisation and trust, on one line. */
  readonly details: string
  readonly role: Role
  /** Why the role cannot change. Undefined if it can. */
  readonly whyFixed: string | undefined
  /** Where to block or unblock them. Undefined if this admin cannot. */
  readonly block: { readonly text: string; readonly href: string } | undefined
  readonly roleChoices: readonly { readonly value: string; readonly text: string; readonly isSelected: boolean }[]
}

interface MembersModel extends PageModel {
  readonly emailPrefix: string
  readonly members: readonly MemberCard[]
  /** The hidden fields of every form on the page. */
  readonly hiddenFields: readonly HiddenField[]
  readonly first: string | undefined
  readonly next: string | undefined
}

export const membersView = view<MembersModel>('admin/members')

/** Returns the routes for admins, who can list members and change their roles. */
export const adminRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/admin/members', admin, (req, res) => showMembers(deps, req, res), { isPersonal: true })
    routes.post('/admin/members/:id/role', admin, (req, res) => submitRole(deps, req, res))
    routes.get('/admin/invitations', admin, (req, res) => showInvitations(deps, req, res), { isPersonal: true })
    routes.post('/admin/invitations', admin, (req, res) => submitInvitationLink(deps, req, res), { isPersonal: true })
    routes.post('/admin/invitations/cancel', admin, (req, res) => submitCancelInvitations(deps, req, res))
    routes.get('/admin/log', admin, (req, res) => showMemberLog(deps, req, res), { isPersonal: true })
    const targets = [
      { path: '/admin/members/:id', find: memberTarget },
      { path: '/admin/suggestions/:id/author', find: authorTarget },
    ]
    for (const { path, find } of targets) {
      routes.get(`${path}/block`, admin, async (req, res) => showBlock(deps, await find(deps, req), req, res), {
        isPersonal: true,
      })
      routes.post(`${path}/block`, admin, async (req, res) => submitBlock(deps, await find(deps, req), req, res))
      routes.post(`${path}/unblock`, admin, async (req, res) => submitUnblock(deps, await find(deps, req), req, res))
    }
  })

async function showMembers({ db }: Deps, req: Request, res: Response): Promise<void> {
  const emailPrefix = truncate((queryParam(req.query['q']) ?? '').trim(), MAX_QUERY_LENGTH)
  const paging = pagingFrom(req.query, PAGE_SIZE)
  const { rows, next } = await listMembers(db, emailPrefix, paging)
  const admins = await countAdmins(db)
  const addressAfter = (after: string | undefined) => withQuery(LIST, { q: emailPrefix, after })
  show(req, res, membersView, {
    pageTitle: 'Members',
    section: 'account',
    noindex: true,
    breadcrumbs: [{ text: 'Your account', href: '/account' }],
    emailPrefix,
    members: rows.map(member => memberCard(member, admins, memberOf(req))),
    hiddenFields: [{ name: 'return', value: addressAfter(queryParam(req.query['after'])) }],
    ...pagingLinks(paging, next, addressAfter),
  })
}

function memberCard(member: Member, admins: number, actor: Member): MemberCard {
  const { id, name, email, organisation, trust, role } = member
  const isBlocked = member.blockedAt !== undefined
  const canBlock = isBlocked || whyNotBlock(actor, member, admins) === undefined
  return {
    id,
    name,
    role,
    // Trust says nothing about moderators and admins: they publish without review.
    details: [
      email,
      organisation?.name ?? 'organisation not listed',
      ...(role === 'member' ? [`${trust} member`] : []),
      ...(isBlocked ? ['blocked'] : []),
    ].join(' · '),
    whyFixed: whyNotChangeRole(member, admins),
    block: canBlock ? { text: isBlocked ? 'Unblock' : 'Block', href: `/admin/members/${id}/block` } : undefined,
    roleChoices: roles.map(value => ({ value, text: roleLabels[value], isSelected: value === role })),
  }
}

async function submitRole(deps: Deps, req: Request, res: Response): Promise<void> {
  const id = String(req.params['id'])
  if (!isId(id)) throw new NotFound('There is no such member.')
  const form = parseForm(roleForm, req.body)
  if (!form.ok) throw new Refused(`${form.errors[0]?.message ?? ROLE_MESSAGE}.`)
  const actor = memberOf(req)
  const returnTo = localPath(form.value.return) ?? LIST
  const { name } = await getMember(deps.db, id)
  const heading = `Change the role of ${name}`
  if (!(await confirmOrAsk(deps, req, res, { heading, values: form.values, cancelHref: returnTo }))) return
  const { member, hasChanged } = await changeRole(deps, actor, id, form.value.role, form.value.shownRole)
  const isNoLongerAdmin = member.id === actor.id && !canManageMembers(member)
  notify(req, isNoLongerAdmin ? ownRoleNotice(member) : roleNotice(member, hasChanged))
  seeOther(res, isNoLongerAdmin ? '/account' : returnTo)
}

/** For an admin who gave up the role, and so cannot open the list of members any more. */
const ownRoleNotice = ({ role }: Member): Notice => ({
  heading: 'Role changed',
  text: `Your role is now ${roleLabels[role].toLowerCase()}. You can no longer manage members.`,
})

function roleNotice({ name, role }: Member, hasChanged: boolean): Notice {
  const label = roleLabels[role].toLowerCase()
  return hasChanged
    ? { heading: 'Role changed', text: `The role of ${name} is now ${label}.` }
    : { type: 'neutral', heading: 'Nothing changed', text: `The role of ${name} is already ${label}.` }
}
