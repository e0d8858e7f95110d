import type { Request, Response } from 'express'
import { attributionHtml, byName, memberOf } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import { show, view, type PageModel } from '../platform/http/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { displayTime, themeName, type DisplayTime } from '../pages/index.js'
import { compareContents, loadContentNames, type ContentComparison } from '../revisions/index.js'
import { suggestionAt } from './suggestion-at.js'
import { listOf } from './suggestion-model.js'
import { listVersions, type Version } from './version-store.js'

interface VersionModel extends PageModel {
  readonly caption: string
  readonly title: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly theme: string
  readonly time: DisplayTime
  readonly by: SafeHtml
  readonly comparisonHeading: string
  /** Undefined for the first version. */
  readonly comparison: ContentComparison | undefined
  readonly html: SafeHtml
  readonly suggestionHref: string
}

export const versionView = view<VersionModel>('review/version')

/** One version of a suggestion, compared with the one before it. */
export async function showVersion({ db, config, clock, renderer }: Deps, req: Request, res: Response): Promise<void> {
  const suggestion = await suggestionAt(db, req)
  const versions = await listVersions(db, suggestion)
  const version = versions.find(({ number }) => String(number) === req.params['number'])
  if (!version) throw new NotFound('There is no such version.')
  const { number, content } = version
  const caption = `Version ${number} of ${versions.length}`
  const { section, link } = listOf(suggestion, memberOf(req))
  const suggestionHref = `/suggestions/${suggestion.id}`
  const earlier = versions.find(candidate => candidate.number === number - 1)
  show(req, res, versionView, {
    pageTitle: `${caption}: ${content.title}`,
    section,
    noindex: true,
    breadcrumbs: [link, { text: 'Suggestion', href: suggestionHref }],
    caption,
    title: content.title,
    summary: content.summary,
    tags: content.tags,
    theme: themeName(config, content.theme),
    time: displayTime(version.createdAt, clock.now()),
    by: attributionHtml(version.resolverLabel === null ? version.author.attribution : byName(version.resolverLabel)),
    comparisonHeading: `What changed from version ${number - 1}`,
    comparison: earlier && (await compareVersions({ db, config }, earlier, version)),
    html: (await renderer.render(content)).html,
    suggestionHref,
  })
}

const compareVersions = async (
  { db, config }: Pick<Deps, 'db' | 'config'>,
  { content: before }: Version,
  { content: after }: Version,
): Promise<ContentComparison> => compareContents(before, after, await loadContentNames(db, config, [before, after]))
