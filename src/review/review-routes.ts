import type { Request, Response } from 'express'
import { actorOf, memberOf, moderator, reader } from '../accounts/index.js'
import { listActivity, type Verb } from '../activity/index.js'
import { yieldToEventLoop } from '../platform/event-loop.js'
import type { Deps } from '../platform/deps.js'
import { Conflict, Forbidden } from '../platform/errors.js'
import {
  encodeCursor,
  notify,
  parseForm,
  decodeCursor,
  routesOf,
  seeOther,
  show,
  queryParam,
  queryChoice,
  markFormSaved,
  withQuery,
  type FieldError,
  type Route,
  type FormValues,
} from '../platform/http/index.js'
import { isId, newId } from '../platform/ids.js'
import { waitingTime } from '../platform/dates.js'
import { pluralise } from '../platform/text.js'
import { render } from '../platform/rendering.js'
import { removalReasons } from '../evidence/index.js'
import {
  addressOf,
  findPageById,
  isKind,
  allKinds,
  kinds,
  listPagesByIds,
  themeName,
  displayTime,
} from '../pages/index.js'
import {
  compareContents,
  countReviewed,
  getRevisionById,
  listDirect,
  mergeContent,
  namesFor,
} from '../revisions/index.js'
import { decide, loadProposal, resolveConflict } from './decide.js'
import { decisionForm, type PageInput } from './forms.js'
import { actionsOn, reasons } from './rules.js'
import { countQueue, listDecisions, listQueue, type Suggestion } from './store.js'
import { suggestionAt } from './suggestion-routes.js'
import { conflictOf, shownDecision, stateOf, suggestionHeading, suggestionRow } from './view-models.js'
import { contentOf, readPageForm, showForm, valuesOf, type PageFormOptions } from './write-routes.js'

const PAGE_SIZE = 20

/** What of the log is public, in words. */
const logWords: Partial<Record<Verb, string>> = {
  'review.published': 'Published',
  'review.refused': 'Refused',
  'review.archived': 'Archived',
  'review.returned': 'Brought back',
  'review.removed': 'Removed what a member said',
}

const logReasons: Readonly<Record<string, string>> = { ...reasons, ...removalReasons }

/** The moderators' queue and decisions, and the public moderation log. */
export const reviewRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    const { db, config, clock } = deps

    routes.get('/review', moderator, async (req, res) => {
      const filter = {
        kind: queryChoice(
          req.query['kind'],
          allKinds.map(one => one.kind),
        ),
        theme: queryChoice(
          req.query['theme'],
          config.themes.map(one => one.slug),
        ),
        change: queryChoice(req.query['change'], ['new', 'changed']),
      }
      const after = decodeCursor(queryParam(req.query['after']))
      const rows = await listQueue(db, filter, after, PAGE_SIZE + 1)
      const shown = rows.slice(0, PAGE_SIZE)
      const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined
      show(req, res, 'review/queue', {
        pageTitle: 'Review',
        section: 'review',
        noindex: true,
        waiting: await countQueue(db),
        rows: shown.map(row => suggestionRow(config, row, clock.now())),
        actorId: memberOf(req).id,
        values: { kind: filter.kind ?? '', theme: filter.theme ?? '', change: filter.change ?? '' },
        filtered: Object.values(filter).some(value => value !== undefined),
        kinds: allKinds.map(one => ({
          value: one.kind,
          text: one.plural.replace(/^./, letter => letter.toUpperCase()),
        })),
        themes: config.themes.map(one => ({ value: one.slug, text: one.name })),
        next: last && withQuery('/review', { ...filter, after: encodeCursor([last.createdAt, last.id]) }),
        first: after && withQuery('/review', filter),
      })
    })

    routes.get('/review/unreviewed', moderator, async (req, res) => {
      const before = decodeCursor(queryParam(req.query['before']))
      const rows = await listDirect(db, before, PAGE_SIZE + 1)
      const shown = rows.slice(0, PAGE_SIZE)
      const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined
      const pages = new Map(
        (
          await listPagesByIds(
            db,
            shown.map(row => row.pageId),
          )
        ).map(page => [page.id, page]),
      )
      show(req, res, 'review/unreviewed', {
        pageTitle: 'Published without review',
        section: 'review',
        noindex: true,
        rows: shown.flatMap(row => {
          const page = pages.get(row.pageId)
          if (!page) return []
          const href = addressOf(page)
          return [
            {
              title: row.title,
              number: row.number,
              note: row.note,
              by: row.authorLabel,
              kind: kinds[page.kind].singular,
              time: displayTime(row.createdAt, clock.now()),
              href:
                row.number > 1
                  ? withQuery(`${href}/compare`, { from: String(row.number - 1), to: String(row.number) })
                  : `${href}/revisions/1`,
              history: `${href}/history`,
            },
          ]
        }),
        next: last && withQuery('/review/unreviewed', { before: encodeCursor([last.createdAt, last.id]) }),
        first: before && '/review/unreviewed',
      })
    })

    async function showReview(
      req: Request,
      res: Response,
      suggestion: Suggestion,
      again: { errors?: readonly FieldError[]; values?: FormValues; status?: number; happened?: string } = {},
    ): Promise<void> {
      const actor = memberOf(req)
      const page = await findPageById(db, suggestion.pageId)
      const proposal = await loadProposal(db, suggestion)
      await yieldToEventLoop()
      const conflicting = proposal.merge !== undefined && !proposal.merge.clean
      const shown = conflicting ? suggestion.current.content : proposal.content
      // In a conflict there is no result to show yet, so it shows what the author changed, from what they began with.
      const before =
        suggestion.state === 'pending' && !conflicting
          ? proposal.published?.content
          : suggestion.current.baseRevisionId === null
            ? undefined
            : (await getRevisionById(db, suggestion.current.baseRevisionId)).content
      const names = await namesFor(db, config, [before, shown, proposal.content])
      const place = { createdAt: suggestion.createdAt, id: suggestion.id }
      const [next] = await listQueue(
        db,
        { kind: undefined, theme: undefined, change: undefined },
        [suggestion.createdAt, suggestion.id],
        1,
      )
      const actions = actionsOn(suggestion, actor)
      const published = await countReviewed(db, suggestion.authorId)
      show(
        req,
        res,
        'review/review',
        {
          pageTitle: `Review: ${suggestionHeading(suggestion, page)}`,
          heading: suggestionHeading(suggestion, page),
          section: 'review',
          noindex: true,
          hideSearch: true,
          breadcrumbs: [{ text: 'Review', href: '/review' }],
          position: (await countQueue(db, place)) + 1,
          waiting: await countQueue(db),
          next: next && `/review/${next.id}`,
          suggestion,
          state: stateOf(suggestion),
          wait: waitingTime(suggestion.createdAt, clock.now()),
          sent: displayTime(suggestion.createdAt, clock.now()),
          by: suggestion.current.author.label,
          byTrust: `${pluralise(published, 'suggestion')} published before`,
          own: suggestion.authorId === actor.id,
          actions,
          actionable: actions.has('publish'),
          happened: again.happened,
          page: page && { title: page.title, href: addressOf(page) },
          comparison: compareContents(before, shown, names),
          seenHash: proposal.hash,
          html: (await render(shown.body)).html,
          shown: { ...shown, theme: themeName(config, shown.theme), links: shown.links.map(names.page) },
          amendments: suggestion.current.ordinal,
          amended: `/suggestions/${suggestion.id}`,
          merged: proposal.merge !== undefined && !conflicting,
          movedOnBy: proposal.published?.by,
          conflict: conflicting
            ? conflictOf(proposal.merge, names, {
                theirs: `Published now, by ${proposal.published?.by ?? ''}`,
                ours: 'The suggestion',
              })
            : undefined,
          resolve: `/review/${suggestion.id}/resolve`,
          action: `/review/${suggestion.id}/decision`,
          decisions: (await listDecisions(db, suggestion.id)).map(one => shownDecision(one, clock.now())),
          reasonChoices: Object.entries(reasons).map(([value, text]) => ({ value, text })),
          values: again.values ?? {},
          errors: again.errors,
        },
        again.status,
      )
    }

    routes.get('/review/:id', moderator, async (req, res) => showReview(req, res, await suggestionAt(db, req)))

    routes.post('/review/:id/decision', moderator, async (req, res) => {
      const suggestion = await suggestionAt(db, req)
      const form = parseForm(decisionForm, req.body)
      if (!form.ok) return showReview(req, res, suggestion, { errors: form.errors, values: form.values, status: 422 })
      try {
        const published = await decide(deps, memberOf(req), { id: suggestion.id, ...form.value })
        notify(
          req,
          published
            ? {
                heading: 'Published',
                text: 'Everyone can read it now. The author sees so under “My suggestions”.',
                links: [{ text: 'See the page', href: addressOf(published) }],
              }
            : form.value.verdict === 'refuse'
              ? {
                  heading: 'Refused',
                  text: 'The author sees your sentence under “My suggestions”. The moderation log shows the reason, not what the suggestion said.',
                }
              : {
                  heading: 'Sent back to the author',
                  text: 'The author sees your sentence under “My suggestions”. It is in the queue again once they amend it.',
                },
        )
        seeOther(res, '/review')
      } catch (error) {
        if (!(error instanceof Conflict)) throw error
        await showReview(req, res, await suggestionAt(db, req), {
          values: form.values,
          happened: error.message,
          status: 409,
        })
      }
    })

    const resolvePage = (suggestion: Suggestion): Omit<PageFormOptions, 'values'> => ({
      heading: 'Settle the conflict',
      action: `/review/${suggestion.id}/resolve`,
      definition: kinds[suggestion.kind],
      submit: 'Save the merged text',
      withoutAuthor: true,
      next: 'Nothing is published yet: you see the result as a change to the page and decide then. The author’s own text is kept.',
      usual: undefined,
      breadcrumbs: [
        { text: 'Review', href: '/review' },
        { text: 'Suggestion', href: `/review/${suggestion.id}` },
      ],
    })

    routes.get('/review/:id/resolve', moderator, async (req, res) => {
      const suggestion = await suggestionAt(db, req)
      if (!actionsOn(suggestion, actorOf(req)).has('publish'))
        throw new Forbidden('settle a conflict in this suggestion')
      const { merge, published } = await loadProposal(db, suggestion)
      if (!merge || !published) return seeOther(res, `/review/${suggestion.id}`)
      await showForm(deps, req, res, {
        ...resolvePage(suggestion),
        values: {
          ...valuesOf(merge.content),
          shownAs: suggestion.current.author.shownAs,
          key: newId(),
          base: `${suggestion.current.ordinal}:${published.revisionId}`,
        },
        conflict: conflictOf(merge, await namesFor(db, config, [merge.content]), {
          theirs: `Published now, by ${published.by}`,
          ours: 'The suggestion',
        }),
      })
    })

    routes.post('/review/:id/resolve', moderator, async (req, res) => {
      const suggestion = await suggestionAt(db, req)
      const read = await readPageForm(deps, req, res, resolvePage(suggestion))
      if (!read) return
      const [ordinal, baseRevisionId = ''] = (read.input.base ?? '').split(':')
      try {
        await resolveConflict(deps, memberOf(req), {
          id: suggestion.id,
          content: contentOf(read.input),
          ordinal: Number(ordinal),
          baseRevisionId,
        })
      } catch (error) {
        if (!(error instanceof Conflict)) throw error
        return showSettlingAgain(req, res, read, error.message, baseRevisionId)
      }
      markFormSaved(req, read.writing.key)
      notify(req, {
        heading: 'Conflict settled',
        text: 'Nothing is published yet. Look at the result below, then decide.',
      })
      seeOther(res, `/review/${suggestion.id}`)
    })

    /** 409: the settled text, merged with what the page says by now, to be sent from there. */
    async function showSettlingAgain(
      req: Request,
      res: Response,
      read: { input: PageInput; values: FormValues },
      message: string,
      baseRevisionId: string,
    ): Promise<void> {
      const suggestion = await suggestionAt(db, req)
      const { published } = await loadProposal(db, suggestion)
      const settled = contentOf(read.input)
      const base = published && isId(baseRevisionId) ? (await getRevisionById(db, baseRevisionId)).content : settled
      const merge = mergeContent(base, published?.content ?? settled, settled)
      await showForm(
        deps,
        req,
        res,
        {
          ...resolvePage(suggestion),
          newestAt: `/review/${suggestion.id}`,
          errors: [{ field: '', message }],
          values: {
            ...read.values,
            ...valuesOf(merge.content),
            base: `${suggestion.current.ordinal}:${published?.revisionId ?? ''}`,
          },
          conflict: merge.clean
            ? undefined
            : conflictOf(merge, await namesFor(db, config, [merge.content]), {
                theirs: `Published now, by ${published?.by ?? ''}`,
                ours: 'The text you settled',
              }),
        },
        409,
      )
    }

    routes.get('/moderation-log', reader, async (req, res) => {
      const [at, id] = decodeCursor(queryParam(req.query['after'])) ?? []
      const rows = await listActivity(
        db,
        Object.keys(logWords) as Verb[],
        at === undefined || id === undefined ? undefined : { at, id },
        PAGE_SIZE * 2 + 1,
      )
      const shown = rows.slice(0, PAGE_SIZE * 2)
      const last = rows.length > PAGE_SIZE * 2 ? shown.at(-1) : undefined
      const pages = new Map(
        (
          await listPagesByIds(
            db,
            shown.flatMap(row => row.pageId ?? []),
          )
        ).map(page => [page.id, page]),
      )
      show(req, res, 'review/moderation-log', {
        pageTitle: 'Moderation log',
        first: at === undefined ? undefined : '/moderation-log',
        next: last && withQuery('/moderation-log', { after: encodeCursor([last.at, last.id]) }),
        rows: shown.map(row => {
          const page = pages.get(row.pageId ?? '')
          return {
            verb: logWords[row.verb] ?? '',
            by: row.actorLabel,
            time: displayTime(row.at, clock.now()),
            kind: isKind(row.kind ?? '') ? kinds[row.kind as 'barrier'].singular : 'page',
            page: page && { title: page.title, href: addressOf(page) },
            number: row.number,
            reason: row.reasonCode && logReasons[row.reasonCode],
          }
        }),
      })
    })
  })
