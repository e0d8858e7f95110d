import type { ErrorRequestHandler, Request } from 'express'
import { actorOf } from '../accounts/index.js'
import { addressOf, allKinds } from '../pages/index.js'
import type { Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import { findLinkedPage } from './store.js'

/** The endings of files that a history consists of, and that no address of this site has. */
const fileEnding = /\.(?:md|markdown|mdown|mkd|mdx|rst|adoc|txt|html?)$/i

/**
 * Redirects links between imported files, which their texts keep byte for byte. From `/solutions/some-page`, the link
 * `guides/other.md` leads to an address that does not exist. If exactly one imported page has a path that ends so, it is
 * meant.
 */
export const redirectImportedLinks =
  ({ db }: Pick<Deps, 'db'>): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    const path = error instanceof NotFound && isReader(req) ? importedPathIn(req.path) : undefined
    if (path === undefined) return next(error)
    findLinkedPage(db, path).then(page => {
      if (!page) return next(error)
      // Another import can give the path to another page.
      res.setHeader('Cache-Control', 'no-cache')
      res.redirect(302, addressOf(page))
    }, next)
  }

/** Whether whoever asks may read pages: the address of a page tells its title. */
const isReader = (req: Request): boolean =>
  /^(?:GET|HEAD)$/.test(req.method) && (req.app.locals['readAccess'] !== 'members' || actorOf(req) !== undefined)

/** The path of a file in an address, without the part that the address of the linking page gave it. */
function importedPathIn(address: string): string | undefined {
  if (!fileEnding.test(address)) return undefined
  const [first = '', ...rest] = address.split('/').slice(1)
  const parts = allKinds.some(({ path }) => path === first) ? rest : [first, ...rest]
  try {
    return decodeURIComponent(parts.join('/'))
  } catch {
    return undefined
  }
}
