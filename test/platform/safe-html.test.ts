import { SafeHtml, escapeHtml } from '../../src/platform/safe-html.js'
import { createViews, partial } from '../../src/platform/http/views.js'

test.each([
  ['text', 'a b', 'a b'],
  ['a tag', '<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['the end of an attribute', `" onclick='x' &`, '&#34; onclick=&#39;x&#39; &amp;'],
  ['what looks escaped already', '&lt;', '&amp;lt;'],
  ['a number', 0, '0'],
  ['nothing', undefined, ''],
  ['null', null, ''],
  ['several', ['<', '>'], '&lt;,&gt;'],
  ['an object that says it is safe', { toString: () => '<b>' }, '&lt;b&gt;'],
  ['HTML that our own code made', new SafeHtml('<b>a</b>'), '<b>a</b>'],
])('%s', (_, value, expected) => expect(escapeHtml(value)).toBe(expected))

test('a view escapes text and prints SafeHtml as it is', () => {
  const tag = partial<{ text: string; colour: string }>('partials/tag')
  const shown = createViews().partial(tag, { text: '<i>', colour: '"><script>' }).toString()
  expect(shown).toContain('&lt;i&gt;')
  expect(shown).not.toContain('<script')
})
