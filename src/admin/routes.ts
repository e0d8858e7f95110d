import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Deps } from '../platform/deps.js'
import { NotFound, Refused } from '../platform/errors.js'
import {
  requiredChoice,
  notify,
  parseForm,
  pagingFrom,
  pagingLinks,
  routesOf,
  seeOther,
  show,
  queryParam,
  view,
  withQuery,
  type PageModel,
  type PagingLinks,
  type Route,
  type SelectItem,
} from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import { admin, listMembers, memberOf, roles, type Role, type Trust } from '../accounts/index.js'
import { changeRole } from './change-role.js'

const PAGE_SIZE = 50

/** As long as an email address can be, in characters. */
const MAX_EMAIL_LENGTH = 254

const roleForm = z.strictObject({ role: requiredChoice(roles, 'Choose a role').transform(value => value as Role) })

const roleNames: Readonly<Record<Role, string>> = { member: 'Member', moderator: 'Moderator', admin: 'Admin' }

/** Each role in a sentence, with its article. */
const rolesInSentence: Readonly<Record<Role, string>> = {
  member: 'a member',
  moderator: 'a moderator',
  admin: 'an admin',
}

interface MembersModel extends PageModel, PagingLinks {
  /** What the email addresses of the listed members begin with; empty for all members. */
  readonly emailPrefix: string
  readonly members: readonly {
    readonly id: string
    readonly name: string
    readonly email: string
    readonly organisation: string
    readonly trust: Trust
    readonly role: Role
  }[]
  readonly roleChoices: readonly SelectItem[]
}

export const membersView = view<MembersModel>('admin/members')

/** For admins only: who has an account, and what they may do. */
export const adminRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/admin/members', admin, (req, res) => showMembers(deps, req, res))
    routes.post('/admin/members/:id/role', admin, (req, res) => submitRole(deps, req, res))
  })

async function showMembers({ db }: Pick<Deps, 'db'>, req: Request, res: Response): Promise<void> {
  const emailPrefix = (queryParam(req.query['q']) ?? '').trim().slice(0, MAX_EMAIL_LENGTH)
  const paging = pagingFrom(req.query, PAGE_SIZE)
  const { rows, next } = await listMembers(db, emailPrefix, paging)
  show(req, res, membersView, {
    pageTitle: 'Members',
    section: 'account',
    noindex: true,
    breadcrumbs: [{ text: 'Your account', href: '/account' }],
    emailPrefix,
    members: rows.map(member => ({ ...member, organisation: member.organisation?.name ?? 'organisation not listed' })),
    roleChoices: roles.map(role => ({ value: role, text: roleNames[role] })),
    ...pagingLinks(paging, next, after => withQuery('/admin/members', { q: emailPrefix, after })),
  })
}

async function submitRole(deps: Deps, req: Request, res: Response): Promise<void> {
  const id = String(req.params['id'])
  if (!isId(id)) throw new NotFound('member')
  const form = parseForm(roleForm, req.body)
  if (!form.ok) throw new Refused(form.errors[0]?.message ?? 'Choose a role')
  const changed = await changeRole(deps, memberOf(req), id, form.value.role)
  notify(req, {
    heading: 'Saved',
    text: `${changed.name} is ${rolesInSentence[changed.role]} from the next page they open.`,
  })
  seeOther(res, '/admin/members')
}
