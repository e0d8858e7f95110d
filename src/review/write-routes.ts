import type { Request, Response } from 'express'
import { member, memberOf, reader, shownAsChoices, actorOf, type Member } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { Conflict, Forbidden } from '../platform/errors.js'
import {
  notify,
  parseForm,
  routesOf,
  seeOther,
  show,
  queryParam,
  markFormSaved,
  withQuery,
  type FieldError,
  type Route,
  type FormValues,
} from '../platform/http/index.js'
import { isId, newId } from '../platform/ids.js'
import { render } from '../platform/rendering.js'
import {
  actionsOnPage,
  addressOf,
  bodyTemplate,
  getPublished,
  allKinds,
  kinds,
  listPagesByIds,
  MAX_BODY_LENGTH,
  MAX_SUMMARY_LENGTH,
  MAX_TITLE_LENGTH,
  MAX_TAGS,
  findPageOrRedirect,
  themeName,
  displayTime,
  removeEmptySections,
  type Content,
  type Kind,
  type KindDefinition,
} from '../pages/index.js'
import { getRevision, namesFor, type ContentMerge } from '../revisions/index.js'
import { evidenceCards, listCoveredKinds, listSpokenOf, sayOf } from '../evidence/index.js'
import { searchPages, findSimilarPages } from '../search/index.js'
import { LONGEST_NOTE, pageForm, type PageInput } from './forms.js'
import { canSee, publishesWithoutReview } from './rules.js'
import { listPendingOn } from './store.js'
import { usualWaitNow } from './usual-wait.js'
import { conflictOf, isLookedAtFirst, willBeLookedAt } from './view-models.js'
import { editPage, documentPage, type WriteResult, type PageSubmission } from './write.js'

const SIMILAR_PAGES = 6
const LINKS_FOUND = 12

export const contentOf = (input: PageInput): Content => ({
  title: input.title,
  summary: input.summary,
  theme: input.theme,
  tags: input.tags,
  links: input.links,
  body: input.body,
})

/** Content as the form's fields hold it. */
export const valuesOf = (content: Content): FormValues => ({
  title: content.title,
  summary: content.summary,
  theme: content.theme,
  tags: content.tags.join(', '),
  links: content.links,
  body: content.body,
})

export interface PageFormOptions {
  readonly heading: string
  readonly pageTitle?: string
  readonly action: string
  readonly definition: KindDefinition
  readonly values: FormValues
  readonly submit: string
  /** What happens to it when it is sent. */
  readonly next: string
  /** How soon a moderator usually looks at what is sent: read before anything is saved, as what fails then says that nothing was. */
  readonly usual: string | undefined
  readonly breadcrumbs: readonly { readonly text: string; readonly href?: string }[]
  readonly errors?: readonly FieldError[] | undefined
  readonly found?: readonly { readonly id: string; readonly title: string }[] | undefined
  readonly preview?: unknown
  readonly conflict?: unknown
  readonly waiting?: unknown
  readonly restoring?: number | undefined
  readonly withoutAuthor?: boolean
  /** A page that begins here: headings left empty are dropped from it. */
  readonly isNew?: boolean
  /** Where what this form said when it was first sent can be seen. */
  readonly savedAt?: string
  /** Where the newest text stands that this one did not begin from. */
  readonly newestAt?: string | undefined
}

/** The key that the form came back with; empty where it is opened afresh. */
function sentKeyOf(req: Request): string {
  const key = (req.body as Record<string, unknown> | undefined)?.['key']
  return isId(key) ? key : ''
}

/** Shows the form that writes a page, with what was typed. */
export async function showForm(
  deps: Deps,
  req: Request,
  res: Response,
  form: PageFormOptions,
  status = 200,
): Promise<void> {
  const { db, config } = deps
  const actor = memberOf(req)
  const chosen = [form.values['links'] ?? []].flat().filter(isId)
  const known = new Map((await listPagesByIds(db, chosen)).map(page => [page.id, page]))
  const linkChoices = chosen.flatMap(id => {
    const page = known.get(id)
    return page ? [{ value: id, text: page.title, checked: true }] : []
  })
  const foundChoices = (form.found ?? [])
    .filter(page => !chosen.includes(page.id))
    .map(page => ({ value: page.id, text: page.title }))
  show(
    req,
    res,
    'review/form',
    {
      section: form.definition.path,
      noindex: true,
      hideSearch: true,
      ...form,
      pageTitle: form.pageTitle ?? form.heading,
      linkChoices,
      foundChoices,
      linksKind: kinds[form.definition.linksTo],
      themes: config.themes.map(theme => ({ value: theme.slug, text: theme.name })),
      shownAsChoices: shownAsChoices(actor),
      limits: {
        title: MAX_TITLE_LENGTH,
        summary: MAX_SUMMARY_LENGTH,
        body: MAX_BODY_LENGTH,
        tags: MAX_TAGS,
        note: LONGEST_NOTE,
      },
      foundNothing: form.found?.length === 0,
      sentKey: sentKeyOf(req),
      licence: config.contentLicence,
    },
    status,
  )
}

/**
 * What to do with a posted form before anything is saved: find pages to link, preview, or show what is wrong.
 * Gives the input when it is to be saved; undefined when the form was shown again.
 */
export async function readPageForm(
  deps: Deps,
  req: Request,
  res: Response,
  form: Omit<PageFormOptions, 'values'>,
): Promise<{ readonly input: PageInput; readonly writing: PageSubmission; readonly values: FormValues } | undefined> {
  const { kind } = form.definition
  const parsed = parseForm(pageForm(deps.config, kind), req.body)
  const values: FormValues = { key: newId(), ...parsed.values }
  if (values['intent'] === 'find') {
    // Looking for a link is not yet a sending: nothing else is called wrong.
    const typed = String(values['find'] ?? '').slice(0, 200)
    const found = await searchPages(deps.db, typed, form.definition.linksTo, LINKS_FOUND)
    await showForm(deps, req, res, { ...form, values, found })
    return undefined
  }
  if (!parsed.ok) {
    await showForm(deps, req, res, { ...form, values, errors: parsed.errors }, 422)
    return undefined
  }
  if (parsed.value.intent === 'preview') {
    const { html } = await render(form.isNew ? removeEmptySections(kind, parsed.value.body) : parsed.value.body)
    await showForm(deps, req, res, {
      ...form,
      values,
      preview: { ...parsed.value, theme: themeName(deps.config, parsed.value.theme), html },
    })
    return undefined
  }
  const { shownAs, note } = parsed.value
  const content = contentOf(parsed.value)
  return {
    input: parsed.value,
    values,
    writing: {
      content: form.isNew ? { ...content, body: removeEmptySections(kind, content.body) } : content,
      shownAs,
      note,
      key: parsed.value.key ?? newId(),
    },
  }
}

/** 409, after "back" and a second sending with another text: that text, and where the first one is. */
export const showAlreadySent = (
  deps: Deps,
  req: Request,
  res: Response,
  form: PageFormOptions,
  savedAt: string,
): Promise<void> =>
  showForm(
    deps,
    req,
    res,
    {
      ...form,
      values: { ...form.values, key: newId() },
      savedAt,
      errors: [
        {
          field: '',
          message: 'You sent this form before, and that was saved. The text below is different, and is not saved yet',
        },
      ],
    },
    409,
  )

/** Says what came of a writing, and goes there. */
export function redirectAfterSave(
  req: Request,
  res: Response,
  outcome: Extract<WriteResult, { location: string }>,
  { key }: PageSubmission,
  { usual }: Pick<PageFormOptions, 'usual'>,
): void {
  if (outcome.done === 'published')
    notify(req, {
      heading: outcome.merged ? 'Merged and published' : 'Published',
      text: outcome.merged
        ? 'Somebody else changed this page while you were writing. Both changes are in it now, and everyone can read them.'
        : 'Everyone can read it now. Moderators look at it afterwards.',
    })
  if (outcome.done === 'suggested')
    notify(req, {
      heading: outcome.merged ? 'Sent to the moderators, merged with a newer change' : 'Sent to the moderators',
      text: `${willBeLookedAt(usual)} You see the outcome here and under “My suggestions”. Until then you can change it or take it back.`,
    })
  if (outcome.done === 'already')
    notify(req, {
      heading: 'Sent already',
      text: 'You sent just this before, so it is not saved twice. Here is what came of it.',
    })
  markFormSaved(req, key)
  seeOther(res, outcome.location)
}

/** What a form says of what happens when it is sent, and when. */
async function nextStepFor(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Member,
): Promise<Pick<PageFormOptions, 'next' | 'usual'>> {
  if (publishesWithoutReview(actor))
    return { next: 'It is published at once. Moderators look at it afterwards.', usual: undefined }
  const usual = await usualWaitNow(deps)
  return { next: `${isLookedAtFirst(usual)} You see the outcome under “My suggestions”.`, usual }
}

/** Documenting a new page, and changing one. */
export const writeRoutes = (deps: Deps): readonly Route[] =>
  routesOf(routes => {
    const { db, config, clock } = deps

    for (const definition of allKinds) {
      const { path, kind } = definition
      routes.get(`/${path}/new`, reader, (req, res) => showQuestion(req, res, definition))
      routes.get(`/${path}/new/write`, member, (req, res) => showNew(req, res, definition))
      routes.post(`/${path}/new/write`, member, (req, res) => submitNew(req, res, kind))
      routes.get(`/${path}/:slug/edit`, member, (req, res) => showEdit(req, res, kind))
      routes.post(`/${path}/:slug/edit`, member, (req, res) => submitEdit(req, res, kind))
    }

    /** First "is it one of these?": a report of what is known is worth more than a second page about it. */
    async function showQuestion(req: Request, res: Response, definition: KindDefinition): Promise<void> {
      const typed = (queryParam(req.query['q']) ?? '').replace(/\s+/g, ' ').trim()
      const linkFor = queryParam(req.query['for'])
      const asked = req.query['q'] !== undefined
      const errors =
        asked && typed === ''
          ? [
              {
                field: 'q',
                message: `Say in a few words ${definition.kind === 'barrier' ? 'what gets in the way' : 'what gets round it'}`,
              },
            ]
          : undefined
      const found =
        asked && typed !== ''
          ? await findSimilarPages(db, {
              kind: definition.kind,
              typed,
              limit: SIMILAR_PAGES,
              coveredKinds: await listCoveredKinds(db),
            })
          : []
      const cards = await evidenceCards(
        deps,
        found.map(hit => hit.page),
      )
      const actor = actorOf(req)
      const spoken = actor
        ? await listSpokenOf(
            db,
            actor.id,
            cards.map(card => card.id),
          )
        : new Set<string>()
      show(
        req,
        res,
        'review/question',
        {
          pageTitle: definition.question,
          section: definition.path,
          definition,
          errors,
          asked: asked && typed !== '',
          typed: typed.slice(0, 500),
          linkFor,
          found: cards.map((card, at) => ({
            ...card,
            say: sayOf(
              actor,
              found[at]!.page,
              spoken.has(card.id),
              definition.kind === 'barrier' ? 'We faced this too' : 'We tried this too',
            ),
          })),
          write: withQuery(`/${definition.path}/new/write`, { title: typed.slice(0, MAX_TITLE_LENGTH), for: linkFor }),
          signedIn: actor !== undefined,
          noindex: true,
        },
        errors ? 422 : 200,
      )
    }

    const newPage = async (definition: KindDefinition, actor: Member): Promise<Omit<PageFormOptions, 'values'>> => ({
      heading: `Document a new ${definition.singular}`,
      isNew: true,
      action: `/${definition.path}/new/write`,
      definition,
      submit: publishesWithoutReview(actor)
        ? `Publish this ${definition.singular}`
        : `Send this ${definition.singular} for review`,
      ...(await nextStepFor(deps, actor)),
      breadcrumbs: [
        { text: definition.plural.replace(/^./, letter => letter.toUpperCase()), href: `/${definition.path}` },
        { text: `New ${definition.singular}`, href: `/${definition.path}/new` },
      ],
    })

    async function showNew(req: Request, res: Response, definition: KindDefinition): Promise<void> {
      const actor = memberOf(req)
      const linkFor = queryParam(req.query['for'])
      await showForm(deps, req, res, {
        ...(await newPage(definition, actor)),
        values: {
          title: queryParam(req.query['title']) ?? '',
          body: bodyTemplate(definition.kind),
          links: isId(linkFor) ? [linkFor] : [],
          shownAs: actor.shownAs,
          key: newId(),
        },
      })
    }

    async function submitNew(req: Request, res: Response, kind: Kind): Promise<void> {
      const actor = memberOf(req)
      const form = await newPage(kinds[kind], actor)
      const read = await readPageForm(deps, req, res, form)
      if (!read) return
      const outcome = await documentPage(deps, actor, kind, read.writing)
      if ('location' in outcome) return redirectAfterSave(req, res, outcome, read.writing, form)
      if (outcome.done === 'changed')
        await showAlreadySent(deps, req, res, { ...form, values: read.values }, outcome.savedAt)
    }

    async function editFormFor(req: Request, res: Response, kind: Kind) {
      const page = await findPageOrRedirect(deps, req, res, kind)
      if (!page) return undefined
      const actor = memberOf(req)
      if (!actionsOnPage(page, actor).has('edit')) throw new Forbidden('change an archived page')
      const definition = kinds[kind]
      const now = clock.now()
      const waiting = (await listPendingOn(db, page.id)).map(one => ({
        by: one.authorLabel,
        own: one.authorId === actor.id,
        href: canSee(one, actor) ? `/suggestions/${one.id}` : undefined,
        time: displayTime(one.createdAt, now),
      }))
      const form: Omit<PageFormOptions, 'values'> = {
        heading: `Change “${page.title}”`,
        pageTitle: `Change: ${page.title}`,
        action: `${addressOf(page)}/edit`,
        definition,
        waiting,
        submit: publishesWithoutReview(actor) ? 'Publish this change' : 'Suggest this change',
        ...(await nextStepFor(deps, actor)),
        breadcrumbs: [
          { text: definition.plural.replace(/^./, letter => letter.toUpperCase()), href: `/${definition.path}` },
          { text: page.title, href: addressOf(page) },
        ],
      }
      return { page, actor, form }
    }

    async function showEdit(req: Request, res: Response, kind: Kind): Promise<void> {
      const found = await editFormFor(req, res, kind)
      if (!found) return
      const { page, actor, form } = found
      const restore = queryParam(req.query['restore'])
      const number = restore !== undefined && /^[1-9]\d{0,8}$/.test(restore) ? Number(restore) : undefined
      const content =
        number === undefined
          ? (await getPublished(db, page.id)).content
          : (await getRevision(db, page.id, number)).content
      await showForm(deps, req, res, {
        ...form,
        restoring: number,
        values: {
          ...valuesOf(content),
          shownAs: actor.shownAs,
          key: newId(),
          base: page.revisionId,
          note: number === undefined ? '' : `Restores revision ${number}`,
        },
      })
    }

    async function submitEdit(req: Request, res: Response, kind: Kind): Promise<void> {
      const found = await editFormFor(req, res, kind)
      if (!found) return
      const { page, actor, form } = found
      const read = await readPageForm(deps, req, res, form)
      if (!read) return
      const base = read.input.base
      if (!isId(base))
        throw new Conflict('We cannot tell which revision you began from. Open the page again and copy your text over.')
      const outcome = await editPage(deps, actor, page.id, { ...read.writing, baseRevisionId: base })
      if ('location' in outcome) return redirectAfterSave(req, res, outcome, read.writing, form)
      if (outcome.done === 'unchanged')
        return showForm(
          deps,
          req,
          res,
          { ...form, values: read.values, errors: [{ field: '', message: 'You have not changed anything yet' }] },
          422,
        )
      if (outcome.done === 'changed')
        return showAlreadySent(deps, req, res, { ...form, values: read.values }, outcome.savedAt)
      await showConflict(req, res, form, read.values, outcome.merge, outcome.revisionId, outcome.by)
    }

    /** 409: the form with the merged text, above it what each side wrote. Sending it is an edit like any other, from the newest revision. */
    async function showConflict(
      req: Request,
      res: Response,
      form: Omit<PageFormOptions, 'values'>,
      typed: FormValues,
      merge: ContentMerge,
      revisionId: string,
      by: string,
    ): Promise<void> {
      const names = await namesFor(db, config, [merge.content])
      await showForm(
        deps,
        req,
        res,
        {
          ...form,
          heading: 'Someone changed this part while you were writing',
          pageTitle: `Conflict: ${form.pageTitle ?? form.heading}`,
          values: { ...typed, ...valuesOf(merge.content), base: revisionId, key: newId() },
          submit: 'Save the merged page',
          conflict: conflictOf(merge, names, { theirs: `Published now, by ${by}`, ours: 'Yours' }),
        },
        409,
      )
    }
  })
