import { tests as examples } from 'commonmark-spec'
import markdownIt from 'markdown-it'
import { renderMarkdown } from '../../src/platform/markdown.js'

/** Examples that we show in another way on purpose, by their number in version 0.31.2 of the specification. */
const differences: Readonly<Record<string, readonly number[]>> = {
  'A picture becomes a link to it: pages load nothing from other sites.': [
    517, 520, 531, 572, 573, 574, 575, 576, 577, 578, 579, 580, 581, 582, 583, 584, 585, 586, 587, 588, 589, 591,
  ],
  'A link can lead only to http, https, mailto and this site: other schemes can run programs.': [596, 598, 599, 601],
  'A whole web address becomes a link without brackets: people paste addresses.': [602, 608, 611],
  'A no-break space after a mark counts as a space: Word and Outlook put it there.': [353],
}

const source = ({ markdown }: { readonly markdown: string }): string => markdown.replaceAll('→', '\t')

/** Whether a parser that lets HTML through finds any. We show it as text. */
function usesRawHtml(markdown: string): boolean {
  const isHtml = (token: { readonly type: string }): boolean => token.type.startsWith('html_')
  return markdownIt({ html: true })
    .parse(markdown, {})
    .some(token => isHtml(token) || token.children?.some(isHtml))
}

/** Leaves out what we add, and the levels of headings, which begin below the page's own. */
const normalised = (html: string): string =>
  html
    .replaceAll('→', '\t')
    .replace(/<(\/?)h[1-6]( id="[^"]*")?>/g, '<$1h>')
    .replace(/ (?:dir="auto"|rel="nofollow ugc noopener")/g, '')
    .replace(/<(br|hr) \/>/g, '<$1>')
    // We show each line break as it was typed. The test below is about those that the specification shows too.
    .replaceAll('<br>\n', '\n')
    .replaceAll('&#34;', '&quot;')
    .replaceAll('&#39;', "'")
    .replaceAll('<blockquote></blockquote>', '<blockquote>\n</blockquote>')
    .trim()

const rendered = (markdown: string): string => renderMarkdown(markdown).html.toString()

const withoutHtml = examples.filter(example => !usesRawHtml(source(example)))

test('every example without raw HTML is shown as the specification says, except for the named differences', () => {
  expect(withoutHtml.length).toBeGreaterThan(570)
  const differing = withoutHtml.filter(example => normalised(rendered(source(example))) !== normalised(example.html))
  const named = Object.values(differences).flat()
  expect(
    differing.filter(({ number }) => !named.includes(number)).map(({ number, markdown }) => [number, markdown]),
  ).toEqual([])
  expect(named.filter(number => !differing.some(example => example.number === number))).toEqual([])
})

test('a hard line break of the specification is shown as one', () => {
  const breaks = withoutHtml.filter(
    ({ html, number }) => html.includes('<br />') && !Object.values(differences).flat().includes(number),
  )
  expect(breaks.length).toBeGreaterThan(5)
  for (const example of breaks)
    expect([example.number, rendered(source(example))]).toEqual([example.number, expect.stringContaining('<br>')])
})

test('every example shows all the words of its text, whatever HTML is in it', () => {
  for (const { number, markdown } of withoutHtml) {
    // Words in the address or title of a link, in the name of a code's language or in a definition are not text.
    if (/[[\]<&`~\\]/.test(markdown)) continue
    const shown = rendered(markdown.replaceAll('→', '\t'))
    const words = markdown.match(/\p{L}{2,}/gu) ?? []
    expect([number, words.filter(word => !shown.includes(word))]).toEqual([number, []])
  }
})
