import type { Request, Response } from 'express'
import { actorOf, type Actor } from '../accounts/index.js'
import { queryParam, show, view, withQuery, type FieldError, type PageModel } from '../platform/http/index.js'
import { collapseWhitespace, truncateText } from '../platform/text.js'
import { MAX_TITLE_LENGTH, type KindDefinition } from '../pages/index.js'
import {
  evidenceCards,
  listCoveredKinds,
  listPagesWithOwnStatement,
  statementAction,
  type EvidenceCard,
} from '../evidence/index.js'
import { findSimilarPages, type SearchDeps } from '../search/index.js'

/** Few enough to read before writing a page of one's own. */
const MAX_SIMILAR_PAGES = 6
/** The field shows no more of what was typed; a search uses less. */
const MAX_TYPED_SHOWN = 500

type SimilarPage = EvidenceCard & { readonly statementAction: ReturnType<typeof statementAction> }

interface QuestionModel extends PageModel {
  readonly definition: KindDefinition
  readonly typed: string
  /** Whether there is an answer to the question, and so a result. */
  readonly isAnswered: boolean
  readonly similarPages: readonly SimilarPage[]
  /** The page that the new one is to be linked to. */
  readonly linkedPageId: string | undefined
  readonly formHref: string
  readonly documentLabel: string
  readonly isSignedIn: boolean
}

export const questionView = view<QuestionModel>('review/question')

/** Asks what the page is about and shows similar ones: another report on one of them tells more than a second page. */
export async function showQuestion(
  deps: SearchDeps,
  req: Request,
  res: Response,
  definition: KindDefinition,
): Promise<void> {
  const typed = collapseWhitespace(queryParam(req.query['q']) ?? '')
  const isSent = req.query['q'] !== undefined
  const linkedPageId = queryParam(req.query['for'])
  const errors: readonly FieldError[] | undefined =
    isSent && typed === '' ? [{ field: 'q', message: definition.questionError }] : undefined
  const similarPages = typed === '' ? [] : await listSimilarPages(deps, actorOf(req), definition, typed)
  show(
    req,
    res,
    questionView,
    {
      pageTitle: definition.question,
      section: definition.path,
      noindex: true,
      errors,
      definition,
      typed: truncateText(typed, MAX_TYPED_SHOWN),
      isAnswered: typed !== '',
      similarPages,
      linkedPageId,
      formHref: withQuery(`/${definition.path}/new/write`, {
        title: truncateText(typed, MAX_TITLE_LENGTH),
        for: linkedPageId,
      }),
      documentLabel:
        similarPages.length > 0
          ? `None of these: document a new ${definition.singular}`
          : `Document a new ${definition.singular}`,
      isSignedIn: actorOf(req) !== undefined,
    },
    errors ? 422 : 200,
  )
}

async function listSimilarPages(
  deps: SearchDeps,
  actor: Actor,
  { kind, statements }: KindDefinition,
  typed: string,
): Promise<readonly SimilarPage[]> {
  const { db } = deps
  const hits = await findSimilarPages(deps.searcher, {
    kind,
    typed,
    limit: MAX_SIMILAR_PAGES,
    coveredKinds: await listCoveredKinds(db),
  })
  const pages = hits.map(hit => hit.page)
  const cards = await evidenceCards(deps, pages)
  const pageIds = pages.map(page => page.id)
  const idsWithStatement = actor ? await listPagesWithOwnStatement(db, actor.id, pageIds) : new Set<string>()
  return cards.map((card, index) => {
    const page = pages[index]!
    return {
      ...card,
      statementAction: statementAction(actor, page, idsWithStatement.has(page.id), statements.joinButton),
    }
  })
}
