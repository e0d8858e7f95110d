import type { MarkdownIt, Token } from 'markdown-it'
import { escapeHtml } from './safe-html.js'

/** What follows a link: the pictures in it. */
interface LinkMeta {
  readonly pictures: readonly Token[]
}

/**
 * Shows pictures as links to them: the content security policy forbids pictures from other origins. HTML has no links
 * inside links, so a picture in a link gives it its words, and its own link follows.
 */
export function showPicturesAsLinks(parser: MarkdownIt): void {
  const { rules } = parser.renderer
  const wordsOf = (image: Token): string =>
    parser.renderer.renderInlineAsText(image.children ?? [], parser.options, {}) || 'picture'

  const linkTo = (image: Token): string => {
    const href = String(image.attrGet('src'))
    const title = image.attrGet('title')
    const attributes = [
      ` href="${escapeHtml(href)}"`,
      title === null ? '' : ` title="${escapeHtml(title)}"`,
      relOf(href) === undefined ? '' : ` rel="${relOf(href)}"`,
    ]
    return `<a${attributes.join('')}>Picture: ${escapeHtml(wordsOf(image))}</a>`
  }

  rules['image'] = (tokens, index) => {
    const image = tokens[index]!
    return image.meta === IN_LINK ? escapeHtml(wordsOf(image)) : linkTo(image)
  }
  rules['link_close'] = (tokens, index) => {
    const { pictures = [] } = (tokens[index]!.meta ?? {}) as Partial<LinkMeta>
    return `</a>${pictures.map(picture => ` (${linkTo(picture)})`).join('')}`
  }
  parser.core.ruler.push('pictures_in_links', state => {
    for (const { children } of state.tokens) if (children) markPicturesInLinks(children)
  })
}

const IN_LINK = Object.freeze({})

function markPicturesInLinks(children: readonly Token[]): void {
  let pictures: Token[] = []
  let depth = 0
  for (const token of children) {
    if (token.type === 'link_open') depth++
    else if (token.type === 'image' && depth > 0) {
      token.meta = IN_LINK
      pictures.push(token)
    } else if (token.type === 'link_close' && --depth === 0 && pictures.length > 0) {
      token.meta = { pictures } satisfies LinkMeta
      pictures = []
    }
  }
}

/** The relation of a link from users to where it leads: none within this site. */
export const relOf = (href: string): string | undefined =>
  /^https?:/i.test(href) ? 'nofollow ugc noopener' : undefined
