import type { Request, Response } from 'express'
import type { Deps } from '../platform/deps.js'
import { show, view, type PageModel } from '../platform/http/index.js'
import type { SafeHtml } from '../platform/safe-html.js'

interface MarkdownHelpModel extends PageModel {
  /** A text in Markdown, and how it looks. */
  readonly example: string
  readonly html: SafeHtml
}

export const markdownView = view<MarkdownHelpModel>('site/markdown')

const example = `## What happens

The page is **blocked** on every *office* computer.
See [the guidance](https://www.gov.uk/service-manual).

- a list of points
- with a second one

1. first do this
2. then that

> What somebody said.

| Who | What helped |
| --- | --- |
| a council | a staff panel |

Type \`ping example.org\`.
`

/** How to format text. */
export async function showMarkdownHelp(
  { renderer }: Pick<Deps, 'renderer'>,
  req: Request,
  res: Response,
): Promise<void> {
  const { html } = await renderer.render({ body: example })
  show(req, res, markdownView, { pageTitle: 'How to format text', example, html })
}
