import type { Request } from 'express'
import { actorOf, isModerator, member, memberOf, type Actor } from '../accounts/index.js'
import type { Reader } from '../platform/database/index.js'
import type { Deps } from '../platform/deps.js'
import { Conflict, Forbidden, NotFound } from '../platform/errors.js'
import {
  encodeCursor,
  notify,
  decodeCursor,
  routesOf,
  seeOther,
  show,
  queryParam,
  withQuery,
  type Route,
} from '../platform/http/index.js'
import { isId, newId } from '../platform/ids.js'
import { render } from '../platform/rendering.js'
import { addressOf, findPageById, kinds, themeName, displayTime } from '../pages/index.js'
import { compareContents, getRevisionById, namesFor } from '../revisions/index.js'
import { actionsOn } from './rules.js'
import {
  getSuggestion,
  listAmendments,
  listDecisions,
  listDecisionsOfAll,
  listByAuthor,
  type Suggestion,
} from './store.js'
import { usualWaitNow } from './usual-wait.js'
import {
  isLookedAtFirst,
  shownDecision,
  stateOf,
  suggestionHeading,
  suggestionRow,
  willBeLookedAt,
} from './view-models.js'
import {
  redirectAfterSave,
  readPageForm,
  showForm,
  showAlreadySent,
  valuesOf,
  type PageFormOptions,
} from './write-routes.js'
import { amend, withdraw } from './write.js'

const PAGE_SIZE = 20

/** The suggestion that an address names, for who asks. @throws NotFound */
export function suggestionAt(db: Reader, req: Request): Promise<Suggestion> {
  const id = String(req.params['id'])
  if (!isId(id)) throw new NotFound('suggestion')
  return getSuggestion(db, id, actorOf(req))
}

/** A member's own suggestions: where they stand, amending them, taking them back. */
export const suggestionRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    const { db, config, clock } = deps

    routes.get('/account/suggestions', member, async (req, res) => {
      const before = decodeCursor(queryParam(req.query['before']))
      const rows = await listByAuthor(db, memberOf(req).id, before, PAGE_SIZE + 1)
      const shown = rows.slice(0, PAGE_SIZE)
      const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined
      const decisions = new Map(
        (
          await listDecisionsOfAll(
            db,
            shown.map(row => row.id),
          )
        ).map(one => [one.suggestionId, one]),
      )
      show(req, res, 'review/own', {
        pageTitle: 'My suggestions',
        section: 'suggestions',
        noindex: true,
        rows: shown.map(row => {
          const last = decisions.get(row.id)
          return { ...suggestionRow(config, row, clock.now()), decision: last && shownDecision(last, clock.now()) }
        }),
        first: before && '/account/suggestions',
        next: last && withQuery('/account/suggestions', { before: encodeCursor([last.createdAt, last.id]) }),
      })
    })

    routes.get('/suggestions/:id', member, async (req, res) => {
      const suggestion = await suggestionAt(db, req)
      const page = await findPageById(db, suggestion.pageId)
      const { content, baseRevisionId } = suggestion.current
      const base = baseRevisionId === null ? undefined : (await getRevisionById(db, baseRevisionId)).content
      const now = clock.now()
      show(req, res, 'review/suggestion', {
        pageTitle: suggestionHeading(suggestion, page),
        section: 'suggestions',
        noindex: true,
        heading: suggestionHeading(suggestion, page),
        suggestion,
        state: stateOf(suggestion),
        actions: actionsOn(suggestion, actorOf(req)),
        time: displayTime(suggestion.createdAt, now),
        href: `/suggestions/${suggestion.id}`,
        review: isModerator(actorOf(req)) ? `/review/${suggestion.id}` : undefined,
        own: suggestion.authorId === memberOf(req).id,
        page: page && { title: page.title, href: addressOf(page), history: `${addressOf(page)}/history` },
        decisions: (await listDecisions(db, suggestion.id)).map(one => shownDecision(one, clock.now())),
        comparison: compareContents(base, content, await namesFor(db, config, [base, content])),
        html: (await render(content.body)).html,
        amendments: (await listAmendments(db, suggestion)).map(one => ({
          ordinal: one.ordinal,
          time: displayTime(one.createdAt, now),
          by: one.resolverLabel,
          href: `/suggestions/${suggestion.id}/amendments/${one.ordinal}`,
          current: one.ordinal === suggestion.current.ordinal,
        })),
        breadcrumbs: [{ text: 'My suggestions', href: '/account/suggestions' }],
        next: await whatNext(suggestion, actorOf(req)),
      })
    })

    /** What happens next to a suggestion that is not decided yet, or what its author can do. */
    async function whatNext(
      { state, waitingOn, authorId, current }: Suggestion,
      actor: Actor,
    ): Promise<string | undefined> {
      if (state !== 'pending') return undefined
      if (waitingOn === 'moderator') return willBeLookedAt(await usualWaitNow(deps, current.createdAt))
      return actor?.id === authorId
        ? 'Amend it, and it goes back to the moderators.'
        : 'It waits for its author to amend it.'
    }

    routes.get('/suggestions/:id/amendments/:ordinal', member, async (req, res) => {
      const suggestion = await suggestionAt(db, req)
      const amendments = await listAmendments(db, suggestion)
      const shown = amendments.find(one => String(one.ordinal) === req.params['ordinal'])
      if (!shown) throw new NotFound('text')
      const before = amendments.find(one => one.ordinal === shown.ordinal - 1)
      show(req, res, 'review/amendment', {
        pageTitle: `Text ${shown.ordinal} of a suggestion`,
        noindex: true,
        ordinal: shown.ordinal,
        of: amendments.length,
        content: shown.content,
        time: displayTime(shown.createdAt, clock.now()),
        by: shown.resolverLabel ?? shown.author.label,
        theme: themeName(config, shown.content.theme),
        html: (await render(shown.content.body)).html,
        href: `/suggestions/${suggestion.id}`,
        comparison:
          before &&
          compareContents(before.content, shown.content, await namesFor(db, config, [before.content, shown.content])),
        breadcrumbs: [{ text: 'Suggestion', href: `/suggestions/${suggestion.id}` }],
      })
    })

    async function amendPage(suggestion: Suggestion): Promise<Omit<PageFormOptions, 'values'>> {
      const usual = await usualWaitNow(deps)
      return {
        heading: 'Amend your suggestion',
        action: `/suggestions/${suggestion.id}/amend`,
        definition: kinds[suggestion.kind],
        submit: 'Send the amended suggestion',
        next: `${isLookedAtFirst(usual)} What it said before is kept.`,
        usual,
        breadcrumbs: [
          { text: 'My suggestions', href: '/account/suggestions' },
          { text: 'Suggestion', href: `/suggestions/${suggestion.id}` },
        ],
      }
    }

    routes.get('/suggestions/:id/amend', member, async (req, res) => {
      const suggestion = await suggestionAt(db, req)
      if (!actionsOn(suggestion, actorOf(req)).has('amend')) throw new Forbidden('amend this suggestion')
      const { content, note, author, ordinal } = suggestion.current
      await showForm(deps, req, res, {
        ...(await amendPage(suggestion)),
        values: { ...valuesOf(content), note, shownAs: author.shownAs, key: newId(), base: String(ordinal) },
      })
    })

    routes.post('/suggestions/:id/amend', member, async (req, res) => {
      const suggestion = await suggestionAt(db, req)
      const form = await amendPage(suggestion)
      const read = await readPageForm(deps, req, res, form)
      if (!read) return
      try {
        const outcome = await amend(deps, memberOf(req), suggestion.id, {
          ...read.writing,
          ordinal: Number(read.input.base),
        })
        if ('location' in outcome) return redirectAfterSave(req, res, outcome, read.writing, form)
        if (outcome.done === 'changed')
          return await showAlreadySent(deps, req, res, { ...form, values: read.values }, outcome.savedAt)
      } catch (error) {
        if (!(error instanceof Conflict)) throw error
        // Their text stays in the form. While the suggestion is open, sending it again puts it in place of the newest.
        const newest = await suggestionAt(db, req)
        return showForm(
          deps,
          req,
          res,
          {
            ...form,
            values: { ...read.values, key: newId(), base: String(newest.current.ordinal) },
            newestAt: `/suggestions/${suggestion.id}`,
            errors: [{ field: '', message: error.message }],
          },
          409,
        )
      }
      await showForm(
        deps,
        req,
        res,
        { ...form, values: read.values, errors: [{ field: '', message: 'You have not changed anything yet' }] },
        422,
      )
    })

    routes.post('/suggestions/:id/withdraw', member, async (req, res) => {
      const suggestion = await suggestionAt(db, req)
      await withdraw(deps, memberOf(req), suggestion.id)
      notify(req, {
        heading: 'Withdrawn',
        text: 'Nobody will review it. Its text stays here, to copy from if you want to suggest it again.',
      })
      seeOther(res, `/suggestions/${suggestion.id}`)
    })
  })
