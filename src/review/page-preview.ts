import type { Deps } from '../platform/deps.js'
import { themeName, type Content } from '../pages/index.js'
import type { ContentNames } from '../revisions/index.js'
import type { PagePreview } from './page-form-model.js'

/** Renders content as its page would show it. */
export const previewOf = async (
  { config, renderer }: Pick<Deps, 'config' | 'renderer'>,
  { title, summary, theme, tags, links, body }: Content,
  names: ContentNames,
): Promise<PagePreview> => ({
  title,
  summary,
  theme: themeName(config, theme),
  tags,
  links: links.map(names.page),
  html: (await renderer.render({ title, body })).html,
})
