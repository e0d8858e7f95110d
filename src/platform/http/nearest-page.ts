import type { Route } from './routes.js'

/**
 * Returns the address of the page nearest to `path`: itself if it has a page, otherwise the one above it, in the end the
 * home page. A form may post to an address that has no page.
 */
export function nearestPage(routes: readonly Route[], path: string): string {
  const segments = path.replace(/\/$/, '').split('/').slice(1)
  for (let count = segments.length; count > 0; count--) {
    const part = segments.slice(0, count)
    if (routes.some(route => route.method === 'get' && hasAddress(route, part))) return `/${part.join('/')}`
  }
  return '/'
}

/** Returns the address of the page nearest to `path` that is not `path` itself. */
export const pageAbove = (routes: readonly Route[], path: string): string =>
  nearestPage(routes, path.replace(/\/$/, '').replace(/[^/]*$/, ''))

/** Returns the route of the page at `address`, which may have a query. Undefined if there is none. */
export const routeOfPage = (routes: readonly Route[], address: string): Route | undefined =>
  routeAt(routes, 'get', address)

/** Returns the route that takes the forms sent to `address`. Undefined if there is none. */
export const postRouteAt = (routes: readonly Route[], address: string): Route | undefined =>
  routeAt(routes, 'post', address)

function routeAt(routes: readonly Route[], method: Route['method'], address: string): Route | undefined {
  const segments = address
    .replace(/[?#].*$/, '')
    .replace(/\/$/, '')
    .split('/')
    .slice(1)
  return routes.find(route => route.method === method && hasAddress(route, segments))
}

/** Tells whether a route has the address with these segments. Ignores case, as Express does. */
function hasAddress({ path }: Route, segments: readonly string[]): boolean {
  const patterns = path.split('/').slice(1)
  return (
    patterns.length === segments.length &&
    patterns.every((pattern, index) => {
      const segment = segments[index]
      return pattern.startsWith(':') ? segment !== '' : pattern === segment?.toLowerCase()
    })
  )
}
