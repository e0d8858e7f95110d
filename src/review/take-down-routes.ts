import type { Request, Response } from 'express'
import { z } from 'zod'
import { memberOf, moderator } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import {
  requiredChoice,
  notify,
  parseForm,
  routesOf,
  seeOther,
  show,
  type FieldError,
  type Route,
} from '../platform/http/index.js'
import { addressOf, allKinds, findPageOrRedirect, type PageHead } from '../pages/index.js'
import { reasons, type ReasonCode } from './rules.js'
import { bringBackAsModerator, archiveAsModerator } from './take-down.js'

const takeDownForm = z.strictObject({
  reason: requiredChoice(Object.keys(reasons), 'Choose a reason').transform(code => code as ReasonCode),
})

/** What a moderator does with a page that should not stand, and should not be lost either. */
export const takeDownRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    const ask = (req: Request, res: Response, page: PageHead, errors?: readonly FieldError[]): void =>
      show(
        req,
        res,
        'review/take-down',
        {
          pageTitle: `Archive: ${page.title}`,
          noindex: true,
          errors,
          page,
          action: `${addressOf(page)}/archive`,
          href: addressOf(page),
          reasonChoices: Object.entries(reasons).map(([value, text]) => ({ value, text })),
        },
        errors ? 422 : 200,
      )

    for (const { kind, path } of allKinds) {
      routes.get(`/${path}/:slug/archive`, moderator, async (req, res) => {
        const page = await findPageOrRedirect(deps, req, res, kind)
        if (page) ask(req, res, page)
      })

      routes.post(`/${path}/:slug/archive`, moderator, async (req, res) => {
        const page = await findPageOrRedirect(deps, req, res, kind)
        if (!page) return
        const form = parseForm(takeDownForm, req.body)
        if (!form.ok) return ask(req, res, page, form.errors)
        await archiveAsModerator(deps, memberOf(req), page.id, form.value.reason)
        notify(req, {
          heading: 'Archived',
          text: 'The page is in no list and in no search any more. Its address and history stay, and you can bring it back here.',
        })
        seeOther(res, addressOf(page))
      })

      routes.post(`/${path}/:slug/bring-back`, moderator, async (req, res) => {
        const page = await findPageOrRedirect(deps, req, res, kind)
        if (!page) return
        await bringBackAsModerator(deps, memberOf(req), page.id)
        notify(req, {
          heading: 'Brought back',
          text: 'The page is in lists and search again, and members can change it.',
        })
        seeOther(res, addressOf(page))
      })
    }
  })
