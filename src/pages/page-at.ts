import type { Request, Response } from 'express'
import type { Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import { addressOf, type Kind } from './kinds.js'
import { findMovedSlug, findPage, type PageHead } from './store.js'

/**
 * The page that an address names. Undefined when it was renamed and the request has been sent on (308, to the same
 * place below the new address).
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
  // A page can get an old name back: a redirect that a browser keeps for ever would then go round in a circle.
  res.setHeader('Cache-Control', 'no-cache')
  res.redirect(308, `${addressOf({ kind, slug: moved })}${below}${query}`)
  return undefined
}
