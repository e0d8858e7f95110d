import type { Reader } from '../platform/database/index.js'
import type { Config } from '../platform/deps.js'
import { listPagesByIds, themeName, type Content } from '../pages/index.js'
import type { ContentNames } from './compare.js'

/** Loads the names of the themes and linked pages in `contents`. An undefined content has none. */
export async function loadContentNames(
  db: Reader,
  config: Pick<Config, 'themes'>,
  contents: readonly (Content | undefined)[],
): Promise<ContentNames> {
  const ids = contents.flatMap(content => content?.links ?? [])
  const pages = await listPagesByIds(db, ids)
  const titles = new Map(pages.map(page => [page.id, page.title]))
  return { theme: slug => themeName(config, slug), page: id => titles.get(id) ?? 'a page that no longer exists' }
}
