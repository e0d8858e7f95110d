/** The tags that the renderer may create from text of users. */
const tags = new Set(
  'a blockquote br code dd del details div dl dt em h2 h3 h4 h5 h6 hr li ol p pre s section strong summary table tbody td th thead tr ul'.split(
    ' ',
  ),
)
const attributes: Readonly<Record<string, RegExp>> = {
  href: /^(https?:|mailto:|(?!\/\/)(?![a-z][a-z0-9+.-]*:))/i,
  rel: /^nofollow ugc noopener$/,
  title: /^/,
  id: /^section-[^\s]*$/,
  start: /^\d+$/,
  class: /^/,
  dir: /^auto$/,
  tabindex: /^0$/,
  'aria-label': /^Table$/,
}

/** Returns the addresses that this HTML links to, and every tag or attribute that text of users must not create. */
export function inspectUserHtml(html: string): {
  readonly links: readonly string[]
  readonly forbidden: readonly string[]
} {
  const links: string[] = []
  const forbidden: string[] = []
  // Text has no unescaped <, so treat every < as the start of a tag, as a browser would.
  for (const [whole, name, rest] of html.matchAll(/<\/?([^\s/>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>?/g)) {
    if (!tags.has(name!)) forbidden.push(whole)
    const left = rest!.replace(/\s+([^\s=>"'/]+)="([^"]*)"/g, (_, attribute: string, value: string) => {
      const plain = decoded(value)
      if (attribute === 'href') links.push(plain)
      if (!attributes[attribute]?.test(plain)) forbidden.push(`${attribute}="${plain}"`)
      return ''
    })
    if (!/^\s*\/?$/.test(left)) forbidden.push(whole)
  }
  return { links, forbidden }
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', '#34': '"', '#39': "'" }

/** Decodes the text in our HTML. */
export const decoded = (html: string): string =>
  html.replace(/&(lt|gt|quot|amp|#34|#39);/g, (_, name: string) => entities[name]!)
