import type { MarkdownIt, Token } from 'markdown-it'
import { escapeHtml } from './safe-html.js'

/**
 * Shows links from users, and pictures as links to them: the content security policy forbids pictures from other origins.
 * HTML has no links inside links. So an address in a link is plain text, and a picture in one gives it its words, and a link
 * of its own follows.
 */
export function showLinks(parser: MarkdownIt): void {
  const { rules } = parser.renderer
  const wordsOf = (image: Token): string =>
    parser.renderer.renderInlineAsText(image.children ?? [], parser.options, {}) || 'picture'
  const pictureLink = (image: Token): string =>
    `${linkTag(String(image.attrGet('src')), image.attrGet('title'))}Picture: ${escapeHtml(wordsOf(image))}</a>`

  rules['link_open'] = (tokens, index) => {
    const link = tokens[index]!
    return link.meta === IN_LINK ? '' : linkTag(String(link.attrGet('href')), link.attrGet('title'))
  }
  rules['link_close'] = (tokens, index) => {
    const link = tokens[index]!
    if (link.meta === IN_LINK) return ''
    const { pictures = [] } = (link.meta ?? {}) as { readonly pictures?: readonly Token[] }
    return `</a>${pictures.map(picture => ` (${pictureLink(picture)})`).join('')}`
  }
  rules['image'] = (tokens, index) => {
    const image = tokens[index]!
    return image.meta === IN_LINK ? escapeHtml(wordsOf(image)) : pictureLink(image)
  }
  parser.core.ruler.push('links_in_links', state => {
    for (const { children } of state.tokens) if (children) markWhatIsInLinks(children)
  })
}

/** Only links that leave this site need a relation. */
function linkTag(href: string, title: unknown): string {
  const titleAttribute = title === null ? '' : ` title="${escapeHtml(title)}"`
  const rel = /^https?:/i.test(href) ? ' rel="nofollow ugc noopener"' : ''
  return `<a href="${escapeHtml(href)}"${titleAttribute}${rel}>`
}

/** Marks a token that stands in a link. */
const IN_LINK = Object.freeze({})

function markWhatIsInLinks(children: readonly Token[]): void {
  let pictures: Token[] = []
  let depth = 0
  for (const token of children) {
    if (token.type === 'link_close') depth--
    if (depth > 0 && /^(link_open|link_close|image)$/.test(token.type)) {
      token.meta = IN_LINK
      if (token.type === 'image') pictures.push(token)
    } else if (token.type === 'link_close' && pictures.length > 0) {
      token.meta = { pictures }
      pictures = []
    }
    if (token.type === 'link_open') depth++
  }
}
