import type { Request, Response } from 'express'
import { z } from 'zod'
import { cancelInvitations, countInvitations, createInvitation, INVITATION_DAYS, memberOf } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { Refused } from '../platform/errors.js'
import { notify, parseForm, seeOther, show, view, type PageModel } from '../platform/http/index.js'
import { pluralise } from '../platform/text.js'
import { confirmOrAsk } from './confirm.js'

const PATH = '/admin/invitations'

const form = z.strictObject({ currentPassphrase: z.string().optional() })

interface InvitationsModel extends PageModel {
  /** The address of the invitation that was just created. */
  readonly link: string | undefined
  readonly days: number
  /** `3 invitations wait to be used.` Undefined if there are none. */
  readonly waiting: string | undefined
  /** Whether nobody can use them, because the operator has closed registration. */
  readonly isClosed: boolean
}

export const invitationsView = view<InvitationsModel>('admin/invitations')

export async function showInvitations(deps: Deps, req: Request, res: Response, link?: string): Promise<void> {
  const count = await countInvitations(deps)
  show(req, res, invitationsView, {
    pageTitle: 'Invitations',
    section: 'account',
    noindex: true,
    breadcrumbs: [
      { text: 'Your account', href: '/account' },
      { text: 'Members', href: '/admin/members' },
    ],
    link,
    days: INVITATION_DAYS,
    waiting: count === 0 ? undefined : `${pluralise(count, 'invitation')} can still be used.`,
    isClosed: deps.config.registration === 'closed',
  })
}

/** Creates an invitation and shows its link once: only a hash of it is stored. */
export async function submitInvitationLink(deps: Deps, req: Request, res: Response): Promise<void> {
  const parsed = parseForm(form, req.body)
  if (!parsed.ok) throw new Refused(`${parsed.errors[0]?.message}.`)
  const toConfirm = { heading: 'Create an invitation', values: parsed.values, cancelHref: PATH }
  if (!(await confirmOrAsk(deps, req, res, toConfirm))) return
  const secret = await createInvitation(deps, memberOf(req))
  await showInvitations(deps, req, res, `${deps.config.publicUrl}/invitation/${secret}`)
}

export async function submitCancelInvitations(deps: Deps, req: Request, res: Response): Promise<void> {
  await cancelInvitations(deps)
  notify(req, { heading: 'Invitations cancelled', text: 'None of the links that you sent work any more.' })
  seeOther(res, PATH)
}
