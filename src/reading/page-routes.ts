import type { Request, Response } from 'express'
import { actorOf, reader, type Actor } from '../accounts/index.js'
import type { ReaderOrganisation } from '../evidence/index.js'
import { allKinds, findPage, findPageOrRedirect, getBody, type Kind, type PageHead } from '../pages/index.js'
import { cachedUntilCommit } from '../platform/database/index.js'
import { isoDateOf } from '../platform/dates.js'
import type { EvidenceDeps } from '../evidence/index.js'
import { routesOf, show, view, type Route } from '../platform/http/index.js'
import type { Rendered } from '../platform/markdown.js'
import { loadSharedPageModel, type SharedPageModel } from './page-model.js'
import { loadMemberRecords, personalModel, type MemberRecords, type PersonalModel } from './personal-model.js'

/** A page with fewer headings has no list of contents. */
const MIN_HEADINGS_FOR_CONTENTS = 3

/** Some kilobytes each: the pages that are read most, once for each organisation whose members read them. */
const SHARED_MODELS_CACHED = 2_000
const MEMBER_RECORDS_CACHED = 5_000

interface ReadingPageModel extends SharedPageModel, PersonalModel {
  readonly html: Rendered['html']
  /** The list of contents; empty for a short page. */
  readonly contents: Rendered['headings']
}

export const pageView = view<ReadingPageModel>('reading/page')

/** A page: what it says, the pages it is linked to, and what organisations say about it. */
export const pageRoutes = (deps: EvidenceDeps): readonly Route[] =>
  routesOf(routes => {
    const caches = createCaches(deps)
    for (const { kind, path } of allKinds)
      routes.get(`/${path}/:slug`, reader, (req, res) => showPage(deps, caches, req, res, kind))
  })

async function showPage(deps: EvidenceDeps, caches: Caches, req: Request, res: Response, kind: Kind): Promise<void> {
  const actor = actorOf(req)
  const shared =
    (await caches.sharedModel(kind, String(req.params['slug']), actor?.organisation)) ??
    (await loadUncached(deps, req, res, kind, actor))
  if (!shared) return
  const { page } = shared
  const { html, headings } = await deps.renderer.renderByHash(page.hash, async () => ({
    title: page.title,
    body: await getBody(deps.db, page),
  }))
  show(req, res, pageView, {
    ...shared,
    ...personalModel(page, actor, await caches.memberRecords(page, actor)),
    html,
    contents: headings.length >= MIN_HEADINGS_FOR_CONTENTS ? headings : [],
  })
}

/** For an address without a page: it may be the old one of a page that was renamed. */
async function loadUncached(
  deps: EvidenceDeps,
  req: Request,
  res: Response,
  kind: Kind,
  actor: Actor,
): Promise<SharedPageModel | undefined> {
  const page = await findPageOrRedirect(deps, req, res, kind)
  return page && loadSharedPageModel(deps, page, actor?.organisation)
}

/**
 * Keeps what changes only with a commit or with the day, so that most requests ask the database no more than whether
 * anything was committed.
 */
interface Caches {
  readonly sharedModel: (
    kind: Kind,
    slug: string,
    organisation: ReaderOrganisation | undefined,
  ) => Promise<SharedPageModel | undefined>
  /** Undefined for a visitor. */
  readonly memberRecords: (page: PageHead, actor: Actor) => Promise<MemberRecords | undefined>
}

interface CacheKey {
  /** The day, as ages are shown in days. */
  readonly date: string
  readonly kind: Kind
  readonly slug: string
}

interface SharedModelKey extends CacheKey {
  readonly organisation: ReaderOrganisation | undefined
}

interface MemberRecordsKey extends CacheKey {
  readonly memberId: string
}

function createCaches(deps: EvidenceDeps): Caches {
  const { db, clock } = deps
  const sharedModels = cachedUntilCommit(db, SHARED_MODELS_CACHED, async json => {
    const { kind, slug, organisation } = JSON.parse(json) as SharedModelKey
    const page = await findPage(db, kind, slug)
    return page && loadSharedPageModel(deps, page, organisation)
  })
  const memberRecords = cachedUntilCommit(db, MEMBER_RECORDS_CACHED, async json => {
    const { kind, slug, memberId } = JSON.parse(json) as MemberRecordsKey
    const page = await findPage(db, kind, slug)
    return page && loadMemberRecords(deps, { id: memberId }, page)
  })
  const today = (): string => isoDateOf(clock.now())
  return {
    sharedModel(kind, slug, organisation) {
      const peer = organisation && { id: organisation.id, kind: organisation.kind }
      return sharedModels(JSON.stringify({ date: today(), kind, slug, organisation: peer } satisfies SharedModelKey))
    },
    async memberRecords({ kind, slug }, actor) {
      if (!actor) return undefined
      return memberRecords(JSON.stringify({ date: today(), kind, slug, memberId: actor.id } satisfies MemberRecordsKey))
    },
  }
}
