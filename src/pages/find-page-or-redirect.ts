import type { Request, Response } from 'express'
import type { Deps } from '../platform/deps.js'
import type { Reader } from '../platform/database/index.js'
import { NotFound } from '../platform/errors.js'
import { redirectToSegment } from '../platform/http/index.js'
import { spellingsOfSlug } from '../platform/slug.js'
import { findMovedSlug } from './address-store.js'
import type { Kind } from './kinds.js'
import { findPage, type PageHead } from './store.js'

/**
 * Finds the page at a request's address. For an old address of a renamed page, or one in other letters, it answers with a
 * redirect (308, keeping the rest of the path and the query) and returns undefined.
 * @throws NotFound
 */
export async function findPageOrRedirect(
  deps: Pick<Deps, 'db'>,
  req: Request,
  res: Response,
  kind: Kind,
): Promise<PageHead | undefined> {
  const slug = String(req.params['slug'])
  const page = await findPage(deps.db, kind, slug)
  if (page) return page
  const present = await findPresentSlug(deps.db, kind, slug)
  if (present === undefined) throw new NotFound()
  redirectToSegment(req, res, present)
  return undefined
}

/** Finds the slug that the page with this slug has now, or the one with a slug that people write for it. */
async function findPresentSlug(db: Reader, kind: Kind, slug: string): Promise<string | undefined> {
  for (const spelling of spellingsOfSlug(slug)) {
    const present = await findMovedSlug(db, kind, spelling)
    if (present !== undefined && present !== slug) return present
  }
  return undefined
}
