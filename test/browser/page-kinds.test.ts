import { allRoutes } from '../../src/app.js'
import { readConfig } from '../../src/config.js'
import type { Db } from '../../src/platform/database/index.js'
import type { Deps } from '../../src/platform/deps.js'
import { createRateLimiters } from '../../src/platform/rate-limits.js'
import { pageKinds } from './page-kinds.js'

test('the list of page kinds has every address that can be opened', () => {
  const db = {} as Db
  const routes = allRoutes({ config: readConfig({}), db, rateLimiters: createRateLimiters(db) } as Deps)
    .filter(route => route.method === 'get')
    .map(route => route.path)
  expect(Object.keys(pageKinds).sort()).toEqual([...routes].sort())
})
