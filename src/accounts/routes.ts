import { routesOf, seeOther, type Route } from '../platform/http/index.js'
import type { AccountDeps } from './account-deps.js'
import { showAccount, submitAccount, submitPassphraseChange } from './account-pages.js'
import { accountForms } from './forms.js'
import { member, visitor } from './guards.js'
import { showPassphraseReset, showPassphraseResetAgain, submitPassphraseReset } from './passphrase-reset-pages.js'
import {
  showFirstAdmin,
  showFirstAdminAgain,
  showInvitation,
  showInvitationAgain,
  showRegistration,
  showRegistrationAgain,
  submitFirstAdmin,
  submitInvitation,
  submitRegistration,
} from './registration-pages.js'
import { showSignIn, showSignInAgain, showSignOut, submitSignIn, submitSignOut } from './sign-in-pages.js'

/** Returns the routes for registering, signing in and out, and a member's own account. */
export function accountRoutes(withoutForms: Omit<AccountDeps, 'forms'>): readonly Route[] {
  const deps: AccountDeps = { ...withoutForms, forms: accountForms(withoutForms.passphrases) }
  return routesOf(routes => {
    routes.get('/sign-in', visitor, showSignIn)
    routes.post('/sign-in', visitor, (req, res) => submitSignIn(deps, req, res), { withoutToken: showSignInAgain })
    routes.get('/sign-in/with-text', visitor, (_req, res) => seeOther(res, '/sign-in'))
    routes.post('/sign-in/with-text', visitor, (req, res) => submitSignIn(deps, req, res), {
      carriesText: true,
      withoutToken: showSignInAgain,
    })
    routes.get('/sign-out', member, showSignOut)
    routes.post('/sign-out', visitor, (req, res) => submitSignOut(deps, req, res))

    routes.get('/register', visitor, (req, res) => showRegistration(deps, req, res))
    routes.post('/register', visitor, (req, res) => submitRegistration(deps, req, res), {
      withoutToken: showRegistrationAgain,
      limit: 'accounts',
    })
    routes.get('/invitation/:secret', visitor, (req, res) => showInvitation(deps, req, res))
    routes.post('/invitation/:secret', visitor, (req, res) => submitInvitation(deps, req, res), {
      withoutToken: showInvitationAgain,
      limit: 'accounts',
    })
    routes.get('/first-admin/:secret', visitor, (req, res) => showFirstAdmin(deps, req, res))
    routes.post('/first-admin/:secret', visitor, (req, res) => submitFirstAdmin(deps, req, res), {
      withoutToken: showFirstAdminAgain,
    })

    routes.get('/passphrase/:secret', visitor, (req, res) => showPassphraseReset(deps, req, res))
    routes.post('/passphrase/:secret', visitor, (req, res) => submitPassphraseReset(deps, req, res), {
      withoutToken: showPassphraseResetAgain,
    })

    routes.get('/account', member, (req, res) => showAccount(deps, req, res), { isPersonal: true })
    routes.post('/account', member, (req, res) => submitAccount(deps, req, res))
    routes.post('/account/passphrase', member, (req, res) => submitPassphraseChange(deps, req, res))
  })
}
