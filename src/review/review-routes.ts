import type { Request, Response } from 'express'
import { actorOf, isModerator, member, memberOf, moderator, reader } from '../accounts/index.js'
import { listActivity } from '../activity/index.js'
import type { Deps } from '../platform/deps.js'
import { Conflict, Forbidden, NotFound } from '../platform/errors.js'
import { cursorOf, notify, parseForm, placeOf, routesOf, seeOther, show, single, withQuery, type FieldError, type Route, type Values } from '../platform/http/index.js'
import { isId, newId } from '../platform/ids.js'
import { waitOf } from '../platform/dates.js'
import { counted } from '../platform/text.js'
import { render } from '../platform/rendering.js'
import { addressOf, findPageById, isKind, kindList, kinds, listByIds, themeName, timeOf, type PageHead } from '../pages/index.js'
import { compareContents, countReviewed, getRevisionById, listDirect, namesFor } from '../revisions/index.js'
import { decide, proposalOf, resolveConflict } from './decide.js'
import { decisionForm } from './forms.js'
import { actionsOn, reasons, type SuggestionState } from './rules.js'
import { countQueue, getSuggestion, listAmendments, listDecisions, listOwn, listQueue, type Suggestion, type SuggestionHead } from './store.js'
import { conflictOf } from './view-models.js'
import { contentOf, goOn, readWriting, showForm, valuesOf, type FormPage } from './write-routes.js'
import { amend, withdraw } from './write.js'

const PAGE_SIZE = 20

const stateWords: Readonly<Record<SuggestionState, string>> = { pending: 'Waiting for a moderator', published: 'Published', rejected: 'Not published', withdrawn: 'Withdrawn' }

const stateOf = (suggestion: Pick<Suggestion, 'state' | 'waitingOn'>): string =>
  suggestion.state === 'pending' && suggestion.waitingOn === 'author' ? 'Changes asked for' : stateWords[suggestion.state]

/** The author's view of a suggestion, the moderators' queue and decisions, and the public moderation log. */
export const reviewRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    const { db, config, clock } = deps

    const rowOf = (one: SuggestionHead) => ({
      title: one.title, kind: kinds[one.kind].singular, theme: themeName(config, one.theme), isNew: one.isNew, note: one.note, by: one.authorLabel,
      state: stateOf(one), time: timeOf(one.createdAt, clock.now()), wait: waitOf(one.createdAt, clock.now()), settled: one.settledAt === null ? undefined : timeOf(one.settledAt, clock.now()),
      href: `/suggestions/${one.id}`, review: `/review/${one.id}`, number: one.publishedNumber,
    })

    routes.get('/account/suggestions', member, async (req, res) => {
      const before = placeOf(single(req.query['before']))
      const rows = await listOwn(db, memberOf(req).id, before, PAGE_SIZE + 1)
      const shown = rows.slice(0, PAGE_SIZE)
      const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined
      show(req, res, 'review/own', {
        pageTitle: 'My suggestions', section: 'account', noindex: true, rows: shown.map(rowOf), first: before && '/account/suggestions',
        next: last && withQuery('/account/suggestions', { before: cursorOf([last.createdAt, last.id]) }),
      })
    })

    const suggestionOf = (req: Request): Promise<Suggestion> => {
      const id = String(req.params['id'])
      if (!isId(id)) throw new NotFound('suggestion')
      return getSuggestion(db, id, actorOf(req))
    }

    const headingOf = (suggestion: Suggestion, page: PageHead | undefined): string =>
      page ? `Change to “${page.title}”` : `New ${kinds[suggestion.kind].singular}: “${suggestion.current.content.title}”`

    const decisionsOf = async (suggestion: Suggestion) => (await listDecisions(db, suggestion.id)).map(one => ({
      verdict: one.verdict, by: one.moderatorLabel, reason: one.reason && reasons[one.reason], sentence: one.sentence, time: timeOf(one.at, clock.now()),
    }))

    routes.get('/suggestions/:id', member, async (req, res) => {
      const suggestion = await suggestionOf(req)
      const page = await findPageById(db, suggestion.pageId)
      const { content, baseRevisionId } = suggestion.current
      const base = baseRevisionId === null ? undefined : (await getRevisionById(db, baseRevisionId)).content
      const now = clock.now()
      show(req, res, 'review/suggestion', {
        pageTitle: headingOf(suggestion, page), section: 'account', noindex: true, heading: headingOf(suggestion, page), suggestion, state: stateOf(suggestion),
        actions: actionsOn(suggestion, actorOf(req)), time: timeOf(suggestion.createdAt, now), href: `/suggestions/${suggestion.id}`, review: isModerator(actorOf(req)) ? `/review/${suggestion.id}` : undefined,
        own: suggestion.authorId === memberOf(req).id, page: page && { title: page.title, href: addressOf(page), history: `${addressOf(page)}/history` },
        decisions: await decisionsOf(suggestion), comparison: compareContents(base, content, await namesFor(db, config, [base, content])), html: (await render(content.body)).html,
        amendments: (await listAmendments(db, suggestion)).map(one => ({ ordinal: one.ordinal, time: timeOf(one.createdAt, now), by: one.resolverLabel, href: `/suggestions/${suggestion.id}/amendments/${one.ordinal}`, current: one.ordinal === suggestion.current.ordinal })),
        breadcrumbs: [{ text: 'My suggestions', href: '/account/suggestions' }],
      })
    })

    routes.get('/suggestions/:id/amendments/:ordinal', member, async (req, res) => {
      const suggestion = await suggestionOf(req)
      const amendments = await listAmendments(db, suggestion)
      const shown = amendments.find(one => String(one.ordinal) === req.params['ordinal'])
      if (!shown) throw new NotFound('text')
      const before = amendments.find(one => one.ordinal === shown.ordinal - 1)
      show(req, res, 'review/amendment', {
        pageTitle: `Text ${shown.ordinal} of a suggestion`, noindex: true, ordinal: shown.ordinal, of: amendments.length, content: shown.content, time: timeOf(shown.createdAt, clock.now()), by: shown.resolverLabel ?? shown.author.label,
        theme: themeName(config, shown.content.theme), html: (await render(shown.content.body)).html, href: `/suggestions/${suggestion.id}`,
        comparison: before && compareContents(before.content, shown.content, await namesFor(db, config, [before.content, shown.content])),
        breadcrumbs: [{ text: 'Suggestion', href: `/suggestions/${suggestion.id}` }],
      })
    })

    const amendPage = (suggestion: Suggestion): Omit<FormPage, 'values'> => ({
      heading: 'Amend your suggestion', action: `/suggestions/${suggestion.id}/amend`, definition: kinds[suggestion.kind], submit: 'Send the amended suggestion',
      next: 'A moderator looks at it before it is published. What it said before is kept.', breadcrumbs: [{ text: 'My suggestions', href: '/account/suggestions' }, { text: 'Suggestion', href: `/suggestions/${suggestion.id}` }],
    })

    routes.get('/suggestions/:id/amend', member, async (req, res) => {
      const suggestion = await suggestionOf(req)
      if (!actionsOn(suggestion, actorOf(req)).has('amend')) throw new Forbidden('amend this suggestion')
      const { content, note, author, ordinal } = suggestion.current
      await showForm(deps, req, res, { ...amendPage(suggestion), values: { ...valuesOf(content), note, shownAs: author.shownAs, key: newId(), base: String(ordinal) } })
    })

    routes.post('/suggestions/:id/amend', member, async (req, res) => {
      const suggestion = await suggestionOf(req)
      const form = amendPage(suggestion)
      const read = await readWriting(deps, req, res, form)
      if (!read) return
      const outcome = await amend(deps, memberOf(req), suggestion.id, { ...read.writing, ordinal: Number(read.input.base) })
      if ('location' in outcome) return goOn(req, res, outcome)
      await showForm(deps, req, res, { ...form, values: read.values, errors: [{ field: '', message: 'You have not changed anything yet' }] }, 422)
    })

    routes.post('/suggestions/:id/withdraw', member, async (req, res) => {
      const suggestion = await suggestionOf(req)
      await withdraw(deps, memberOf(req), suggestion.id)
      notify(req, { heading: 'Withdrawn', text: 'Nobody will review it. Its text stays here for you.' })
      seeOther(res, `/suggestions/${suggestion.id}`)
    })

    routes.get('/review', moderator, async (req, res) => {
      const kind = single(req.query['kind'])
      const theme = single(req.query['theme'])
      const change = single(req.query['change'])
      const filter = { kind: kind !== undefined && isKind(kind) ? kind : undefined, theme, change: change === 'new' || change === 'changed' ? change : undefined } as const
      const after = placeOf(single(req.query['after']))
      const rows = await listQueue(db, filter, after, PAGE_SIZE + 1)
      const shown = rows.slice(0, PAGE_SIZE)
      const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined
      show(req, res, 'review/queue', {
        pageTitle: 'Review', section: 'review', noindex: true, waiting: await countQueue(db), rows: shown.map(rowOf), actorId: memberOf(req).id,
        values: { kind: filter.kind ?? '', theme: theme ?? '', change: filter.change ?? '' }, filtered: Object.values(filter).some(value => value !== undefined),
        kinds: kindList.map(one => ({ value: one.kind, text: one.plural.replace(/^./, letter => letter.toUpperCase()) })), themes: config.themes.map(one => ({ value: one.slug, text: one.name })),
        next: last && withQuery('/review', { ...filter, after: cursorOf([last.createdAt, last.id]) }), first: after && withQuery('/review', filter),
      })
    })

    routes.get('/review/unreviewed', moderator, async (req, res) => {
      const before = placeOf(single(req.query['before']))
      const rows = await listDirect(db, before, PAGE_SIZE + 1)
      const shown = rows.slice(0, PAGE_SIZE)
      const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined
      const pages = new Map((await listByIds(db, shown.map(row => row.pageId))).map(page => [page.id, page]))
      show(req, res, 'review/unreviewed', {
        pageTitle: 'Published without review', section: 'review', noindex: true,
        rows: shown.flatMap(row => {
          const page = pages.get(row.pageId)
          if (!page) return []
          const href = addressOf(page)
          return [{ title: row.title, number: row.number, note: row.note, by: row.authorLabel, kind: kinds[page.kind].singular, time: timeOf(row.createdAt, clock.now()), href: row.number > 1 ? withQuery(`${href}/compare`, { from: String(row.number - 1), to: String(row.number) }) : `${href}/revisions/1`, history: `${href}/history` }]
        }),
        next: last && withQuery('/review/unreviewed', { before: cursorOf([last.createdAt, last.id]) }), first: before && '/review/unreviewed',
      })
    })

    async function showReview(req: Request, res: Response, suggestion: Suggestion, again: { errors?: readonly FieldError[]; values?: Values; status?: number; happened?: string } = {}): Promise<void> {
      const actor = memberOf(req)
      const page = await findPageById(db, suggestion.pageId)
      const proposal = await proposalOf(db, suggestion)
      const conflicting = proposal.merge !== undefined && !proposal.merge.clean
      const shown = conflicting ? suggestion.current.content : proposal.content
      const before = suggestion.state === 'pending' ? proposal.published?.content : suggestion.current.baseRevisionId === null ? undefined : (await getRevisionById(db, suggestion.current.baseRevisionId)).content
      const names = await namesFor(db, config, [before, shown, proposal.content])
      const place = { createdAt: suggestion.createdAt, id: suggestion.id }
      const [next] = await listQueue(db, { kind: undefined, theme: undefined, change: undefined }, [suggestion.createdAt, suggestion.id], 1)
      const actions = actionsOn(suggestion, actor)
      const published = await countReviewed(db, suggestion.authorId)
      show(req, res, 'review/review', {
        pageTitle: headingOf(suggestion, page), heading: headingOf(suggestion, page), section: 'review', noindex: true, hideSearch: true,
        breadcrumbs: [{ text: 'Review', href: '/review' }], position: (await countQueue(db, place)) + 1, waiting: await countQueue(db), next: next && `/review/${next.id}`,
        suggestion, state: stateOf(suggestion), wait: waitOf(suggestion.createdAt, clock.now()), by: suggestion.current.author.label, byTrust: `${counted(published, 'suggestion')} published before`,
        own: suggestion.authorId === actor.id, actions, actionable: actions.has('publish'), happened: again.happened,
        page: page && { title: page.title, href: addressOf(page) }, comparison: compareContents(before, shown, names), seenHash: proposal.hash, html: (await render(shown.body)).html,
        shown: { ...shown, theme: themeName(config, shown.theme), links: shown.links.map(names.page) }, amendments: suggestion.current.ordinal, amended: `/suggestions/${suggestion.id}`,
        merged: proposal.merge !== undefined && !conflicting, movedOnBy: proposal.published?.by,
        conflict: conflicting && proposal.merge ? conflictOf(proposal.merge, names, { theirs: `Published now, by ${proposal.published?.by}`, ours: 'The suggestion' }) : undefined,
        resolve: `/review/${suggestion.id}/resolve`, action: `/review/${suggestion.id}/decision`, decisions: await decisionsOf(suggestion),
        reasonChoices: Object.entries(reasons).map(([value, text]) => ({ value, text })), values: again.values ?? {}, errors: again.errors,
      }, again.status)
    }

    routes.get('/review/:id', moderator, async (req, res) => showReview(req, res, await suggestionOf(req)))

    routes.post('/review/:id/decision', moderator, async (req, res) => {
      const suggestion = await suggestionOf(req)
      const form = parseForm(decisionForm, req.body)
      if (!form.ok) return showReview(req, res, suggestion, { errors: form.errors, values: form.values, status: 422 })
      try {
        const published = await decide(deps, memberOf(req), { id: suggestion.id, ...form.value })
        notify(req, published
          ? { heading: 'Published', text: 'The author is told under “My suggestions”.', links: [{ text: 'See the page', href: addressOf(published) }] }
          : { heading: form.value.verdict === 'refuse' ? 'Refused' : 'Sent back to the author', text: 'The author sees your sentence under “My suggestions”.' })
        seeOther(res, '/review')
      } catch (error) {
        if (!(error instanceof Conflict)) throw error
        await showReview(req, res, await suggestionOf(req), { values: form.values, happened: error.message, status: 409 })
      }
    })

    const resolvePage = (suggestion: Suggestion): Omit<FormPage, 'values'> => ({
      heading: 'Settle the conflict', action: `/review/${suggestion.id}/resolve`, definition: kinds[suggestion.kind], submit: 'Save the merged text', withoutAuthor: true,
      next: 'Nothing is published yet: you see the result as a change to the page and decide then. The author’s own text is kept.', breadcrumbs: [{ text: 'Review', href: '/review' }, { text: 'Suggestion', href: `/review/${suggestion.id}` }],
    })

    routes.get('/review/:id/resolve', moderator, async (req, res) => {
      const suggestion = await suggestionOf(req)
      if (!actionsOn(suggestion, actorOf(req)).has('publish')) throw new Forbidden('settle a conflict in this suggestion')
      const { merge, published } = await proposalOf(db, suggestion)
      if (!merge || !published) return seeOther(res, `/review/${suggestion.id}`)
      await showForm(deps, req, res, {
        ...resolvePage(suggestion), values: { ...valuesOf(merge.content), shownAs: suggestion.current.author.shownAs, base: `${suggestion.current.ordinal}:${published.revisionId}` },
        conflict: conflictOf(merge, await namesFor(db, config, [merge.content]), { theirs: `Published now, by ${published.by}`, ours: 'The suggestion' }),
      })
    })

    routes.post('/review/:id/resolve', moderator, async (req, res) => {
      const suggestion = await suggestionOf(req)
      const read = await readWriting(deps, req, res, resolvePage(suggestion))
      if (!read) return
      const [ordinal, baseRevisionId = ''] = (read.input.base ?? '').split(':')
      await resolveConflict(deps, memberOf(req), { id: suggestion.id, content: contentOf(read.input), ordinal: Number(ordinal), baseRevisionId })
      notify(req, { heading: 'Conflict settled', text: 'Look at the result, then decide.' })
      seeOther(res, `/review/${suggestion.id}`)
    })

    routes.get('/moderation-log', reader, async (req, res) => {
      const [at, id] = placeOf(single(req.query['after'])) ?? []
      const rows = await listActivity(db, ['review.published', 'review.refused'], at === undefined || id === undefined ? undefined : { at, id }, PAGE_SIZE * 2 + 1)
      const shown = rows.slice(0, PAGE_SIZE * 2)
      const last = rows.length > PAGE_SIZE * 2 ? shown.at(-1) : undefined
      const pages = new Map((await listByIds(db, shown.flatMap(row => row.pageId ?? []))).map(page => [page.id, page]))
      show(req, res, 'review/moderation-log', {
        pageTitle: 'Moderation log', first: at === undefined ? undefined : '/moderation-log', next: last && withQuery('/moderation-log', { after: cursorOf([last.at, last.id]) }),
        rows: shown.map(row => {
          const page = pages.get(row.pageId ?? '')
          return {
            verb: row.verb === 'review.published' ? 'Published' : 'Refused', by: row.actorLabel, time: timeOf(row.at, clock.now()), kind: isKind(row.kind ?? '') ? kinds[row.kind as 'barrier'].singular : 'page',
            page: page && { title: page.title, href: addressOf(page) }, number: row.number, reason: row.reasonCode && (reasons as Record<string, string>)[row.reasonCode],
          }
        }),
      })
    })
  })
