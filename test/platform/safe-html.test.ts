import { SafeHtml, escapeHtml } from '../../src/platform/safe-html.js'
import { createViews, partial } from '../../src/platform/http/views.js'

test.each([
  ['leaves plain text alone', 'a b', 'a b'],
  ['escapes a tag', '<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['escapes the end of an attribute', `" onclick='x' &`, '&#34; onclick=&#39;x&#39; &amp;'],
  ['escapes text that looks escaped already', '&lt;', '&amp;lt;'],
  ['writes a number', 0, '0'],
  ['writes nothing for undefined', undefined, ''],
  ['writes nothing for null', null, ''],
  ['escapes every item of a list', ['<', '>'], '&lt;,&gt;'],
  ['escapes an object that only claims to be HTML', { toString: () => '<b>' }, '&lt;b&gt;'],
  ['leaves SafeHtml alone', new SafeHtml('<b>a</b>'), '<b>a</b>'],
])('escaping %s', (_, value, expected) => expect(escapeHtml(value)).toBe(expected))

test('a view escapes text and prints SafeHtml as it is', () => {
  const tag = partial<{ text: string; colour: string }>('partials/tag')
  const shown = createViews().partial(tag, { text: '<i>', colour: '"><script>' }).toString()
  expect(shown).toContain('&lt;i&gt;')
  expect(shown).not.toContain('<script')
})
