import type { Request, Response } from 'express'
import type { Deps } from '../platform/deps.js'
import { NotFound, Refused } from '../platform/errors.js'
import { MIN_PASSPHRASE_LENGTH, personalDetailsProblem } from '../platform/passphrases.js'
import {
  localPath,
  notify,
  parseForm,
  routesOf,
  seeOther,
  pageSetup,
  sessionCookie,
  unsavedFields,
  show,
  queryParam,
  view,
  type FieldError,
  type PageModel,
  type Route,
  type FormValues,
} from '../platform/http/index.js'
import { endSession, shownActor, startSession } from './authentication.js'
import { accountForms } from './forms.js'
import { actorOf, member, memberOf, visitor } from './guards.js'
import { findOneTimeLinkBySecret, register, registerFirstAdmin, resetPassphrase } from './join.js'
import {
  attribution,
  isModerator,
  kindWithArticle,
  normaliseEmail,
  publishesWithoutReview,
  SUGGESTIONS_UNTIL_TRUSTED,
  shownAsOptions,
  type Member,
  type ShownAs,
} from './rules.js'
import { signIn, type SignInLimiter } from './sign-in.js'
import { deleteSessions, updateMember } from './store.js'

interface SignInModel extends PageModel {
  readonly values: FormValues
  /** Where to go afterwards, or empty. */
  readonly returnTo: string
  /** The text of a form that was sent after the session had ended, as JSON, or empty. */
  readonly kept: string
}

export const signInView = view<SignInModel>('accounts/sign-in')

interface Again {
  readonly errors?: readonly FieldError[]
  readonly values?: FormValues
  readonly status?: number
}

/** Something that the account page asks its owner about again. */
export interface Asked {
  readonly title: string
  readonly href: string
  readonly pageHref: string
  readonly state: { readonly text: string; readonly colour: string }
  readonly ago: string
  /** What is posted to say that nothing changed. */
  readonly still: { readonly action: string; readonly state: string; readonly other: string; readonly shownAs: string }
}

/**
 * Joining, signing in and out, and a member's own account.
 * @param asked what later slices have to ask a member about.
 */
export const accountRoutes = (
  deps: Deps & { readonly limiter: SignInLimiter },
  asked: (member: Member) => Promise<readonly Asked[]>,
): readonly Route[] =>
  routesOf(routes => {
    const forms = accountForms(deps.passphrases)

    const showSignIn = (req: Request, res: Response, { errors, values = {}, status = 200 }: Again = {}): void =>
      show(
        req,
        res,
        signInView,
        {
          pageTitle: 'Sign in',
          errors,
          values,
          returnTo: localPath(values['return']) ?? '',
          kept: String(values['kept'] ?? ''),
          noindex: true,
        },
        status,
      )

    routes.get('/sign-in', visitor, (req, res) => {
      const back = localPath(queryParam(req.query['return']))
      if (actorOf(req)) return seeOther(res, back ?? '/')
      showSignIn(req, res, { values: back === undefined ? {} : { return: back } })
    })

    routes.post('/sign-in', visitor, async (req, res) => {
      const form = parseForm(forms.signIn, req.body)
      if (!form.ok) return showSignIn(req, res, { ...form, status: 422 })
      let found: Member | undefined
      try {
        found = await signIn(deps, form.value, req.ip ?? '')
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        if (error.retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(error.retryAfterSeconds))
        return showSignIn(req, res, {
          values: form.values,
          errors: [{ field: '', message: error.message }],
          status: error.status,
        })
      }
      if (!found)
        return showSignIn(req, res, {
          values: form.values,
          errors: [{ field: 'email', message: 'The email address or passphrase is not correct' }],
          status: 422,
        })
      await startSession(req, found)
      const back = localPath(form.value.return) ?? '/'
      const fields = keptFields(form.value.kept)
      if (fields.length === 0) return seeOther(res, back)
      res.locals['actor'] = shownActor(found)
      show(req, res, 'accounts/send-again', {
        pageTitle: 'Send your text',
        noindex: true,
        action: back,
        fields,
        unsavedFields: unsavedFields(fields, pageSetup(req).fieldLabels),
      })
    })

    routes.get('/sign-out', member, (req, res) =>
      show(req, res, 'accounts/sign-out', { pageTitle: 'Sign out', noindex: true }),
    )

    routes.post('/sign-out', visitor, async (req, res) => {
      await endSession(req)
      res.clearCookie(sessionCookie(deps.config.publicUrl), {
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure: deps.config.publicUrl.startsWith('https:'),
      })
      seeOther(res, '/')
    })

    const showRegister = (
      req: Request,
      res: Response,
      { errors, values = {}, status = 200 }: Again,
      extra: { action: string; heading: string },
    ): void =>
      show(
        req,
        res,
        'accounts/register',
        {
          pageTitle: extra.heading,
          errors,
          values,
          returnTo: localPath(values['return']) ?? '',
          shortest: MIN_PASSPHRASE_LENGTH,
          noindex: true,
          ...extra,
        },
        status,
      )

    const asMember = { action: '/register', heading: 'Create an account' }

    routes.get('/register', visitor, (req, res) => {
      if (actorOf(req)) return seeOther(res, '/account')
      const back = localPath(queryParam(req.query['return']))
      showRegister(req, res, { values: back === undefined ? {} : { return: back } }, asMember)
    })

    /** Registers by `command` and signs in; a refusal is shown on the form. */
    async function submitRegister(
      req: Request,
      res: Response,
      extra: typeof asMember,
      command: (input: { name: string; email: string; passphrase: string }) => Promise<Member>,
    ): Promise<void> {
      const form = parseForm(forms.register, req.body)
      if (!form.ok) return showRegister(req, res, { ...form, status: 422 }, extra)
      try {
        const joined = await command(form.value)
        await startSession(req, joined)
        const back = localPath(form.value.return)
        notify(req, {
          heading: 'Your account is ready',
          text: [
            joined.organisation
              ? `You are listed with ${joined.organisation.name}.`
              : 'Your organisation is not listed yet: you can suggest pages and changes, and speak for it once it is listed.',
            back === undefined
              ? 'Choose below how to be shown.'
              : 'Go on where you were. Under your name above you can choose how to be shown.',
          ].join(' '),
        })
        seeOther(res, back ?? '/account')
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        const field = error.status === 422 ? 'email' : ''
        showRegister(
          req,
          res,
          { values: form.values, errors: [{ field, message: error.message }], status: error.status },
          extra,
        )
      }
    }

    routes.post('/register', visitor, (req, res) => submitRegister(req, res, asMember, input => register(deps, input)))

    const firstAdminPage = (secret: string) => ({
      action: `/first-admin/${encodeURIComponent(secret)}`,
      heading: 'Create the first admin account',
    })

    routes.get('/first-admin/:secret', visitor, async (req, res) => {
      const secret = String(req.params['secret'])
      if ((await findOneTimeLinkBySecret(deps, secret))?.purpose !== 'first-admin') throw new NotFound()
      showRegister(req, res, {}, firstAdminPage(secret))
    })

    routes.post('/first-admin/:secret', visitor, (req, res) => {
      const secret = String(req.params['secret'])
      return submitRegister(req, res, firstAdminPage(secret), input => registerFirstAdmin(deps, secret, input))
    })

    const showReset = (req: Request, res: Response, { errors, status = 200 }: Again = {}): void =>
      show(
        req,
        res,
        'accounts/reset',
        {
          pageTitle: 'Choose a new passphrase',
          errors,
          action: req.path,
          shortest: MIN_PASSPHRASE_LENGTH,
          noindex: true,
        },
        status,
      )

    routes.get('/passphrase/:secret', visitor, async (req, res) => {
      if ((await findOneTimeLinkBySecret(deps, String(req.params['secret'])))?.purpose !== 'passphrase')
        throw new NotFound()
      showReset(req, res)
    })

    routes.post('/passphrase/:secret', visitor, async (req, res) => {
      const form = parseForm(forms.resetPassphrase, req.body)
      if (!form.ok) return showReset(req, res, { ...form, status: 422 })
      await resetPassphrase(deps, String(req.params['secret']), form.value.passphrase)
      notify(req, { heading: 'Your passphrase is changed', text: 'Sign in with the new one.' })
      seeOther(res, '/sign-in')
    })

    const showAccount = async (
      req: Request,
      res: Response,
      { errors, values, status = 200 }: Again = {},
    ): Promise<void> => {
      const actor = memberOf(req)
      show(
        req,
        res,
        'accounts/account',
        {
          pageTitle: 'Your account',
          section: 'account',
          errors,
          noindex: true,
          values: values ?? { name: actor.name, shownAs: actor.shownAs },
          member: actor,
          moderates: isModerator(actor),
          atOnce: publishesWithoutReview(actor),
          forTrust: SUGGESTIONS_UNTIL_TRUSTED,
          organisationKind: actor.organisation && kindWithArticle(actor.organisation.kind),
          shownAsChoices: shownAsChoices(actor),
          shortest: MIN_PASSPHRASE_LENGTH,
          asked: await asked(actor),
        },
        status,
      )
    }

    routes.get('/account', member, (req, res) => showAccount(req, res))

    routes.post('/account', member, async (req, res) => {
      const form = parseForm(forms.account, req.body)
      if (!form.ok) return showAccount(req, res, { ...form, status: 422 })
      await deps.db.transaction(tx =>
        updateMember(tx, memberOf(req).id, { name: form.value.name, shown_as: form.value.shownAs }),
      )
      notify(req, {
        heading: 'Saved',
        text: 'What you publish from now on is shown this way. What is published already stays as it is.',
      })
      seeOther(res, '/account')
    })

    routes.post('/account/passphrase', member, async (req, res) => {
      const actor = memberOf(req)
      const form = parseForm(forms.changePassphrase, req.body)
      if (!form.ok) return showAccount(req, res, { errors: form.errors, status: 422 })
      const personal = personalDetailsProblem(form.value.passphrase, [actor.name, actor.email])
      if (personal) return showAccount(req, res, { errors: [{ field: 'passphrase', message: personal }], status: 422 })
      const known = await signIn(
        deps,
        { email: normaliseEmail(actor.email), passphrase: form.value.currentPassphrase },
        req.ip ?? '',
      )
      if (!known)
        return showAccount(req, res, {
          errors: [{ field: 'currentPassphrase', message: 'This is not your current passphrase' }],
          status: 422,
        })
      const hash = await deps.passphrases.hash(form.value.passphrase)
      await deps.db.transaction(async tx => {
        await updateMember(tx, actor.id, { passphrase_hash: hash })
        await deleteSessions(tx, actor.id, req.sessionID)
      })
      notify(req, { heading: 'Your passphrase is changed', text: 'You have been signed out everywhere else.' })
      seeOther(res, '/account')
    })
  })

/** The ways a member can be shown, each with what readers then see. */
export const shownAsChoices = (actor: Member): readonly { value: ShownAs; text: string; hint: { text: string } }[] => {
  const words: Record<ShownAs, string> = {
    name: 'Name and organisation',
    organisation: 'Organisation only',
    kind: 'Kind of organisation only',
  }
  return shownAsOptions.map(value => ({
    value,
    text: words[value],
    hint: { text: `Shown as: ${attribution(actor, value)}` },
  }))
}

/** The fields kept over a sign-in, as `unsavedForm` wrote them; anything else is no fields at all. */
function keptFields(kept: string | undefined): readonly { name: string; value: string }[] {
  if (!kept) return []
  try {
    const list: unknown = JSON.parse(kept)
    if (!Array.isArray(list)) return []
    return list
      .filter(
        (entry): entry is [string, string] =>
          Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'string',
      )
      .map(([name, value]) => ({ name, value }))
  } catch {
    return []
  }
}
