import type { Request, Response } from 'express'
import { memberOf, moderator } from '../accounts/index.js'
import { Conflict, Forbidden } from '../platform/errors.js'
import { markFormSaved, notify, routesOf, seeOther, type Route } from '../platform/http/index.js'
import { isId, newId } from '../platform/ids.js'
import { kinds } from '../pages/index.js'
import { getRevisionById, mergeContent, loadContentNames, type ContentMerge } from '../revisions/index.js'
import type { SearchDeps } from '../search/index.js'
import { conflictModel, mergedFormHelp } from './conflict-model.js'
import { readPageForm, showPageForm, valuesFromContent, type CompletedPageForm } from './page-form.js'
import type { FormConflict, PageFormSettings } from './page-form-model.js'
import { newestVersion } from './page-form-results.js'
import { loadProposal } from './proposal.js'
import { resolveConflict } from './resolve-conflict.js'
import { actionsOn } from './rules.js'
import { suggestionAt } from './suggestion-at.js'
import type { Suggestion } from './suggestion-store.js'

/** Resolving a conflict between a suggestion and a newer change to its page. */
export const resolveRoutes = (deps: SearchDeps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/review/:id/resolve', moderator, (req, res) => showResolve(deps, req, res))
    routes.post('/review/:id/resolve', moderator, (req, res) => submitResolve(deps, req, res), {
      writesText: 'resolve the conflict and publish the result',
    })
  })

async function showResolve(deps: SearchDeps, req: Request, res: Response): Promise<void> {
  const suggestion = await suggestionAt(deps.db, req)
  const { id, current } = suggestion
  const proposal = await loadProposal(deps.db, suggestion)
  const actions = actionsOn(suggestion, proposal, memberOf(req))
  if (!actions.has('reject')) throw new Forbidden('You cannot resolve a conflict in this suggestion.')
  const { merge, published } = proposal
  if (!actions.has('resolve-conflict') || !merge || !published) return seeOther(res, `/review/${id}`)
  await showPageForm(deps, req, res, resolveForm(suggestion), {
    values: {
      ...valuesFromContent(merge.content),
      shownAs: current.author.shownAs,
      key: newId(),
      base: encodeBase({ version: current.number, revisionId: published.revisionId }),
    },
    conflict: await modelOf(deps, merge, {
      by: published.by,
      ours: 'The suggestion',
      help: mergedFormHelp('suggestion'),
    }),
  })
}

async function submitResolve(deps: SearchDeps, req: Request, res: Response): Promise<void> {
  const suggestion = await suggestionAt(deps.db, req)
  const completed = await readPageForm(deps, req, res, resolveForm(suggestion))
  if (!completed) return
  const { submission, input } = completed
  const { version, revisionId } = decodeBase(input.base)
  try {
    await resolveConflict(deps, memberOf(req), {
      id: suggestion.id,
      content: submission.content,
      version,
      baseRevisionId: revisionId,
    })
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return showResolveAgain(deps, req, res, completed, error.message)
  }
  markFormSaved(req, submission.key)
  notify(req, { heading: 'Conflict resolved', text: 'Nothing is published yet. Check the result below, then decide.' })
  seeOther(res, `/review/${suggestion.id}`)
}

/** 409: the resolved text, merged with what the page says by now. It can be sent from there. */
async function showResolveAgain(
  deps: SearchDeps,
  req: Request,
  res: Response,
  { submission, input, values }: CompletedPageForm,
  message: string,
): Promise<void> {
  const suggestion = await suggestionAt(deps.db, req)
  const proposal = await loadProposal(deps.db, suggestion)
  const { published } = proposal
  const actions = actionsOn(suggestion, proposal, memberOf(req))
  const resolved = submission.content
  const { revisionId } = decodeBase(input.base)
  const base = published && isId(revisionId) ? (await getRevisionById(deps.db, revisionId)).content : resolved
  const merge = mergeContent(base, published?.content ?? resolved, resolved)
  await showPageForm(
    deps,
    req,
    res,
    resolveForm(suggestion),
    {
      savedInstead: newestVersion(`/review/${suggestion.id}`, actions.has('resolve-conflict')),
      errors: [{ field: '', message }],
      values: {
        ...values,
        ...valuesFromContent(merge.content),
        base: encodeBase({ version: suggestion.current.number, revisionId: published?.revisionId ?? '' }),
      },
      conflict: merge.clean
        ? undefined
        : await modelOf(deps, merge, {
            by: published?.by ?? '',
            ours: 'Your resolved text',
            help: mergedFormHelp('reader'),
          }),
    },
    409,
  )
}

const resolveForm = (suggestion: Suggestion): PageFormSettings => ({
  heading: 'Resolve the conflict',
  action: `/review/${suggestion.id}/resolve`,
  definition: kinds[suggestion.kind],
  submitLabel: 'Save the merged text',
  section: 'review',
  keepsAuthor: true,
  nextStep: 'This does not publish anything yet. Next, check the result and decide. We keep the author’s own version.',
  breadcrumbs: [
    { text: 'Review', href: '/review' },
    { text: 'Suggestion', href: `/review/${suggestion.id}` },
  ],
})

const modelOf = async (
  deps: SearchDeps,
  merge: ContentMerge,
  { by, ours, help }: { readonly by: string; readonly ours: string; readonly help: string },
): Promise<FormConflict> => ({
  ...conflictModel(merge, await loadContentNames(deps.db, deps.config, [merge.content]), {
    theirs: `Published now, by ${by}`,
    ours,
  }),
  help,
})

/** What the form was opened with: the number of the suggestion's version, and the page's published revision. */
interface Base {
  readonly version: number
  readonly revisionId: string
}

const encodeBase = ({ version, revisionId }: Base): string => `${version}:${revisionId}`

/** A field that was tampered with gives values that match nothing. */
function decodeBase(base = ''): Base {
  const [version, revisionId = ''] = base.split(':')
  return { version: Number(version), revisionId }
}
