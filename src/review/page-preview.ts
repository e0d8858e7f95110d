import type { Member } from '../accounts/index.js'
import type { Config, Deps } from '../platform/deps.js'
import type { Rendered } from '../platform/markdown.js'
import { themeName, type Content } from '../pages/index.js'
import type { ContentNames } from '../revisions/index.js'
import type { PagePreview } from './page-form-model.js'

/** Renders content as its page would show it. */
export const previewOf = async (
  { config, renderer }: Pick<Deps, 'config' | 'renderer'>,
  content: Content,
  names: ContentNames,
): Promise<PagePreview> => previewWith(config, content, names, await renderer.render(content))

/** The same for what `actor` is still writing. @throws Refused see `Renderer.preview` */
export const unsavedPreviewOf = async (
  { config, renderer }: Pick<Deps, 'config' | 'renderer'>,
  actor: Member,
  content: Content,
  names: ContentNames,
): Promise<PagePreview> => previewWith(config, content, names, await renderer.preview(actor.id, content))

const previewWith = (
  config: Config,
  { title, summary, theme, tags, links }: Content,
  names: ContentNames,
  { html }: Rendered,
): PagePreview => ({
  title,
  summary,
  theme: themeName(config, theme),
  tags,
  links: links.map(names.page),
  html,
})
