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
  withQuery,
  type Route,
} from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import { admin, listMembers, memberOf, roles, type Role } from '../accounts/index.js'
import { changeRole } from './change-role.js'

const PAGE_SIZE = 50

const roleForm = z.strictObject({ role: requiredChoice(roles, 'Choose a role').transform(value => value as Role) })

const roleWords: Readonly<Record<Role, string>> = { member: 'Member', moderator: 'Moderator', admin: 'Admin' }

/** What only an admin does: see who has an account, and change what they may do. */
export const adminRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/admin/members', admin, async (req, res) => {
      const typed = (queryParam(req.query['q']) ?? '').trim().slice(0, 200)
      const paging = pagingFrom(req.query, PAGE_SIZE)
      const { rows: members, next } = await listMembers(deps.db, typed, paging)
      show(req, res, 'admin/members', {
        pageTitle: 'Members',
        section: 'account',
        noindex: true,
        typed,
        own: memberOf(req).id,
        breadcrumbs: [{ text: 'Your account', href: '/account' }],
        members,
        roleChoices: roles.map(role => ({ value: role, text: roleWords[role] })),
        ...pagingLinks(paging, next, after => withQuery('/admin/members', { q: typed, after })),
      })
    })

    routes.post('/admin/members/:id/role', admin, async (req, res) => {
      const id = String(req.params['id'])
      if (!isId(id)) throw new NotFound('member')
      const form = parseForm(roleForm, req.body)
      if (!form.ok) throw new Refused(form.errors[0]?.message ?? 'Choose a role')
      const changed = await changeRole(deps, memberOf(req), id, form.value.role)
      notify(req, {
        heading: 'Saved',
        text: `${changed.name} is ${changed.role === 'admin' ? 'an' : 'a'} ${roleWords[changed.role].toLowerCase()} from the next page that they open.`,
      })
      seeOther(res, '/admin/members')
    })
  })
