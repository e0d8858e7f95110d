import { allRoutes } from '../../src/app.js'
import { readConfig } from '../../src/config.js'
import type { Deps } from '../../src/platform/deps.js'
import { pageKinds } from './page-kinds.js'

test('the list of page kinds has every address that can be opened', () => {
  const routes = allRoutes({ config: readConfig({}), db: {} } as Deps)
    .filter(route => route.method === 'get')
    .map(route => route.path)
  expect(Object.keys(pageKinds).sort()).toEqual([...routes].sort())
})
