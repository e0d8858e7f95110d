/** What the renderer may make of people's text. */
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
  tabindex: /^0$/,
  'aria-label': /^Table$/,
}

/** The addresses that this HTML links to, and every tag or attribute in it that people's text must not give rise to. */
export function liveParts(html: string): { readonly links: readonly string[]; readonly forbidden: readonly string[] } {
  const links: string[] = []
  const forbidden: string[] = []
  // Every < is the beginning of a tag, for text has none: what a browser would take for one, is looked at as one.
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

/** The text that HTML of ours stands for. */
export const decoded = (html: string): string =>
  html.replace(/&(lt|gt|quot|amp|#34|#39);/g, (_, name: string) => entities[name]!)
