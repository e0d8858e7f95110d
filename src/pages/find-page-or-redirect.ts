import type { Request, Response } from 'express'
import type { Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import { addressOf, type Kind } from './kinds.js'
import { findMovedSlug } from './address-store.js'
import { findPage, type PageHead } from './store.js'

/**
 * Finds the page at a request's address. For an old address of a renamed page it answers with a redirect (308, keeping
 * the rest of the path and the query) and returns undefined.
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
  const moved = await findMovedSlug(deps.db, kind, slug)
  if (moved === undefined) throw new NotFound()
  const [, path = '', query = ''] = /^([^?]*)(.*)$/s.exec(req.originalUrl) ?? []
  const below = path
    .split('/')
    .slice(3)
    .map(part => `/${part}`)
    .join('')
  // A page can get an old name back. A redirect that the browser had cached would then lead in a circle.
  res.setHeader('Cache-Control', 'no-cache')
  res.redirect(308, `${addressOf({ kind, slug: moved })}${below}${query}`)
  return undefined
}
