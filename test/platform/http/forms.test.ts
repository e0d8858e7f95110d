import { parse } from 'node:querystring'
import { z } from 'zod'
import {
  requiredChoice,
  requiredLine,
  optionalLine,
  parseForm,
  stringList,
  queryParam,
  requiredText,
} from '../../../src/platform/http/index.js'

const form = z.strictObject({
  title: requiredLine('a title', 10),
  body: requiredText('the text', 20),
  theme: requiredChoice(['a', 'b'], 'Choose a theme'),
  links: stringList(),
  note: optionalLine('The note', 5),
})

/** What the form says of a body as a browser sends it. */
const read = (query: string) => parseForm(form, parse(query))
const good = 'title=T&body=B&theme=a'

const without = (field: string): string =>
  good
    .split('&')
    .filter(pair => !pair.startsWith(field))
    .join('&')

/** The errors as `field: message`. */
const errorsOf = (query: string): readonly string[] => {
  const parsed = read(query)
  return parsed.ok ? [] : parsed.errors.map(({ field, message }) => `${field}: ${message}`)
}

test('a form that is right gives its values', () => {
  expect(read(`${good}&links=x&links=y&_csrf=t`)).toMatchObject({
    ok: true,
    value: { title: 'T', body: 'B', theme: 'a', links: ['x', 'y'], note: '' },
  })
  expect(read(`${good}&links=x`)).toMatchObject({ ok: true, value: { links: ['x'] } })
})

test.each([
  ['missing', without('title'), 'title: Enter a title'],
  ['empty', 'title=&body=B&theme=a', 'title: Enter a title'],
  ['nothing but spaces', 'title=+%09+&body=B&theme=a', 'title: Enter a title'],
  ['text that is missing', without('body'), 'body: Enter the text'],
  ['text that is blank', 'title=T&body=%0D%0A+&theme=a', 'body: Enter the text'],
  ['a choice that is missing', without('theme'), 'theme: Choose a theme'],
  ['a choice that is none', 'title=T&body=B&theme=c', 'theme: Choose a theme'],
  ['a choice of what every object has', 'title=T&body=B&theme=constructor', 'theme: Choose a theme'],
  [
    'too long',
    `title=${'x'.repeat(11)}&body=B&theme=a`,
    'title: The title is 11 characters long; it can have at most 10',
  ],
  [
    'text that is too long',
    `title=T&body=${'x'.repeat(1021)}&theme=a`,
    'body: The text is 1,021 characters long; it can have at most 20',
  ],
  ['a note that is too long', `${good}&note=abcdef`, 'note: The note is 6 characters long; it can have at most 5'],
  ['sent twice', `${good}&title=U`, 'title: This field was sent more than once'],
  ['text sent twice', `${good}&body=U`, 'body: This field was sent more than once'],
  ['a choice made twice', `${good}&theme=b`, 'theme: This field was sent more than once'],
  ['a note sent twice', `${good}&note=a&note=b`, 'note: This field was sent more than once'],
  [
    'unknown',
    `${good}&role=admin`,
    ': The form has an unknown field, "role". Load the page again and send it from there',
  ],
  [
    '__proto__',
    `${good}&__proto__=x`,
    ': The form has an unknown field, "__proto__". Load the page again and send it from there',
  ],
  [
    'a way into __proto__',
    `${good}&__proto__[admin]=1`,
    ': The form has an unknown field, "__proto__[admin]". Load the page again and send it from there',
  ],
  [
    'with a NUL',
    `title=T%00&body=B&theme=a`,
    'title: The text of this field has a NUL character (code 0), which cannot be stored. Remove it',
  ],
  [
    'text with a NUL',
    `title=T&body=a%00b&theme=a`,
    'body: The text of this field has a NUL character (code 0), which cannot be stored. Remove it',
  ],
  [
    'a control character in a line',
    `title=a%1Bb&body=B&theme=a`,
    'title: This has a control character that cannot be shown in one line. Type it again',
  ],
  [
    'a line that is reversed',
    `title=%E2%80%AEab&body=B&theme=a`,
    'title: This has a hidden character that reverses the order of letters. Type it again',
  ],
  [
    'a line that nobody can see',
    `title=%E2%80%8B%E2%80%8F&body=B&theme=a`,
    'title: This has no character that can be seen. Type it again',
  ],
])('a field that is %s', (_, query, error) => expect(errorsOf(query)).toEqual([error]))

test('half a character is refused by its field', () => {
  const parsed = parseForm(form, { title: 'T', body: 'a\ud83d', theme: 'a' })
  expect(parsed).toMatchObject({
    ok: false,
    errors: [{ field: 'body', message: expect.stringContaining('lone surrogate') as string }],
  })
})

test('every error at once, in the order of the fields, and the values are kept', () => {
  const parsed = read('theme=c&body=&title=&note=hello&extra=1')
  expect(parsed).toMatchObject({
    ok: false,
    errors: [{ field: '' }, { field: 'title' }, { field: 'body' }, { field: 'theme' }],
  })
  expect({ ...parsed.values }).toEqual({ theme: 'c', body: '', title: '', note: 'hello' })
})

test('nothing sent at all is a form with everything missing', () => {
  for (const body of [undefined, null, {}])
    expect(parseForm(form, body)).toMatchObject({
      ok: false,
      errors: [{ field: 'title' }, { field: 'body' }, { field: 'theme' }],
    })
})

test('no prototype is touched', () => {
  read(`${good}&__proto__=x&constructor=y`)
  expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  expect(Object.getPrototypeOf(read(`${good}&__proto__=x`).values)).toBeNull()
})

test.each([
  [
    'line ends become line feeds before they are counted',
    `title=T&body=${'x'.repeat(17)}%0D%0A%0D%0A%0D%0A&theme=a`,
    { body: `${'x'.repeat(17)}\n\n\n` },
  ],
  ['white space in a line becomes one space', 'title=++a%09%0D%0A+b++&body=B&theme=a', { title: 'a b' }],
  ['text stays as typed', 'title=T&body=++a%09b++&theme=a', { body: '  a\tb  ' }],
  ['a pair of surrogates counts as one', `title=${'😀'.repeat(10)}&body=B&theme=a`, { title: '😀'.repeat(10) }],
  ['right-to-left marks stay', 'title=%E2%80%8Fa&body=%E2%80%AEB&theme=a', { title: '\u200fa', body: '\u202eB' }],
  ['control characters stay in text of several lines', 'title=T&body=a%1Bb&theme=a', { body: 'a\u001bb' }],
])('%s', (_, query, value) => expect(read(query)).toMatchObject({ ok: true, value }))

test.each([
  ['absent', undefined],
  ['empty', ''],
])('a parameter of the address that is %s is absent', (_, value) => expect(queryParam(value)).toBeUndefined())
test('a parameter of the address is its text', () => expect(queryParam(' a b ')).toBe(' a b '))
test.each([
  ['given twice', ['a', 'b']],
  ['a NUL', 'a\0'],
  ['half a character', '\ud83d'],
])('a parameter of the address that is %s is refused', (_, value) => {
  expect(() => queryParam(value)).toThrow(expect.objectContaining({ status: 400 }) as Error)
})
