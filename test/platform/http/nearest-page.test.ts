import { nearestPage, pageAbove, type Route } from '../../../src/platform/http/index.js'

const route = (method: 'get' | 'post', path: string): Route => ({
  method,
  path,
  guard: { name: 'anyone', check: (_req, _res, next) => next(), opensSession: false },
  handler: () => {},
})

const routes = [
  route('get', '/'),
  route('get', '/barriers/:slug'),
  route('get', '/barriers/:slug/edit'),
  route('post', '/barriers/:slug/edit'),
  route('post', '/barriers/:slug/bring-back'),
  route('get', '/admin/members'),
  route('post', '/admin/members/:id/role'),
]

test.each([
  ['/', '/', '/'],
  ['/barriers/some-page', '/barriers/some-page', '/'],
  ['/barriers/some-page/edit', '/barriers/some-page/edit', '/barriers/some-page'],
  ['/Barriers/some-page/Edit/', '/Barriers/some-page/Edit', '/Barriers/some-page'],
  ['/barriers/some-page/bring-back', '/barriers/some-page', '/barriers/some-page'],
  ['/admin/members/1/role', '/admin/members', '/admin/members'],
  ['/barriers//edit', '/', '/'],
  ['//evil.example/barriers/x', '/', '/'],
  ['/nowhere', '/', '/'],
])('from %s the nearest page is %s, and the one above it %s', (path, nearest, above) => {
  expect([nearestPage(routes, path), pageAbove(routes, path)]).toEqual([nearest, above])
})
