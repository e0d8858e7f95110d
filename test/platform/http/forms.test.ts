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

/** Parses a body as a browser sends it. */
const read = (query: string) => parseForm(form, parse(query))
const good = 'title=T&body=B&theme=a'

const without = (field: string): string =>
  good
    .split('&')
    .filter(pair => !pair.startsWith(field))
    .join('&')

/** Returns the errors as `field: message`. */
const errorsOf = (query: string): readonly string[] => {
  const parsed = read(query)
  return parsed.ok ? [] : parsed.errors.map(({ field, message }) => `${field}: ${message}`)
}

test('a valid form returns its values', () => {
  expect(read(`${good}&links=x&links=y&_csrf=t`)).toMatchObject({
    ok: true,
    value: { title: 'T', body: 'B', theme: 'a', links: ['x', 'y'], note: '' },
  })
  expect(read(`${good}&links=x`)).toMatchObject({ ok: true, value: { links: ['x'] } })
})

test.each([
  ['missing', without('title'), 'title: Enter a title'],
  ['empty', 'title=&body=B&theme=a', 'title: Enter a title'],
  ['blank', 'title=+%09+&body=B&theme=a', 'title: Enter a title'],
  ['a missing text', without('body'), 'body: Enter the text'],
  ['a blank text', 'title=T&body=%0D%0A+&theme=a', 'body: Enter the text'],
  ['a missing choice', without('theme'), 'theme: Choose a theme'],
  ['a choice that does not exist', 'title=T&body=B&theme=c', 'theme: Choose a theme'],
  ['a choice named like a property of every object', 'title=T&body=B&theme=constructor', 'theme: Choose a theme'],
  [
    'too long',
    `title=${'x'.repeat(11)}&body=B&theme=a`,
    'title: The title must be 10 characters or fewer. You have entered 11',
  ],
  [
    'a text that is too long',
    `title=T&body=${'x'.repeat(1021)}&theme=a`,
    'body: The text must be 20 characters or fewer. You have entered 1,021',
  ],
  [
    'a note that is too long',
    `${good}&note=abcdef`,
    'note: The note must be 5 characters or fewer. You have entered 6',
  ],
  ['sent twice', `${good}&title=U`, 'title: This field was sent more than once'],
  ['a text sent twice', `${good}&body=U`, 'body: This field was sent more than once'],
  ['a choice made twice', `${good}&theme=b`, 'theme: This field was sent more than once'],
  ['a note sent twice', `${good}&note=a&note=b`, 'note: This field was sent more than once'],
  [
    'unknown',
    `${good}&role=admin`,
    ': The form has an unknown field, "role". Load the page again and send it from there',
  ],
  [
    'named __proto__',
    `${good}&__proto__=x`,
    ': The form has an unknown field, "__proto__". Load the page again and send it from there',
  ],
  [
    'named like a property of __proto__',
    `${good}&__proto__[admin]=1`,
    ': The form has an unknown field, "__proto__[admin]". Load the page again and send it from there',
  ],
  [
    'a line with a NUL',
    `title=T%00&body=B&theme=a`,
    'title: The text of this field has a character that we cannot save. Delete it and type it again',
  ],
  [
    'a text with a NUL',
    `title=T&body=a%00b&theme=a`,
    'body: The text of this field has a character that we cannot save. Delete it and type it again',
  ],
  [
    'a line with a control character',
    `title=a%1Bb&body=B&theme=a`,
    'title: This has a character that cannot be shown. Delete it and type it again',
  ],
  [
    'a line with reversed letters',
    `title=%E2%80%AEab&body=B&theme=a`,
    'title: This has a hidden character that reverses text. Delete it and type it again',
  ],
  ['a line of invisible characters', `title=%E2%80%8B%E2%80%8F&body=B&theme=a`, 'title: Enter some visible text'],
])('a field that is %s is refused with the reason', (_, query, error) => expect(errorsOf(query)).toEqual([error]))

test('half of a surrogate pair is refused with the name of its field', () => {
  const parsed = parseForm(form, { title: 'T', body: 'a\ud83d', theme: 'a' })
  expect(parsed).toMatchObject({
    ok: false,
    errors: [{ field: 'body', message: expect.stringContaining('half a character') as string }],
  })
})

test('a form reports every error at once, in the order of its fields, and keeps the values', () => {
  const parsed = read('theme=c&body=&title=&note=hello&extra=1')
  expect(parsed).toMatchObject({
    ok: false,
    errors: [{ field: '' }, { field: 'title' }, { field: 'body' }, { field: 'theme' }],
  })
  expect({ ...parsed.values }).toEqual({ theme: 'c', body: '', title: '', note: 'hello' })
})

test('a form without a body is missing every field', () => {
  for (const body of [undefined, null, {}])
    expect(parseForm(form, body)).toMatchObject({
      ok: false,
      errors: [{ field: 'title' }, { field: 'body' }, { field: 'theme' }],
    })
})

test('a form cannot change a prototype', () => {
  read(`${good}&__proto__=x&constructor=y`)
  expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  expect(Object.getPrototypeOf(read(`${good}&__proto__=x`).values)).toBeNull()
})

test.each([
  [
    'line endings become line feeds before they are counted',
    `title=T&body=${'x'.repeat(17)}%0D%0A%0D%0A%0D%0A&theme=a`,
    { body: `${'x'.repeat(17)}\n\n\n` },
  ],
  ['white space in a line becomes one space', 'title=++a%09%0D%0A+b++&body=B&theme=a', { title: 'a b' }],
  ['a text stays as it was typed', 'title=T&body=++a%09b++&theme=a', { body: '  a\tb  ' }],
  ['a surrogate pair counts as one character', `title=${'😀'.repeat(10)}&body=B&theme=a`, { title: '😀'.repeat(10) }],
  ['right-to-left marks are kept', 'title=%E2%80%8Fa&body=%E2%80%AEB&theme=a', { title: '\u200fa', body: '\u202eB' }],
  ['control characters are kept in a text of several lines', 'title=T&body=a%1Bb&theme=a', { body: 'a\u001bb' }],
])('%s', (_, query, value) => expect(read(query)).toMatchObject({ ok: true, value }))

test.each([
  ['absent', undefined],
  ['empty', ''],
])('a query parameter that is %s is undefined', (_, value) => expect(queryParam(value)).toBeUndefined())
test('a query parameter is returned as it is', () => expect(queryParam(' a b ')).toBe(' a b '))
test.each([
  ['given twice', ['a', 'b']],
  ['text with a NUL', 'a\0'],
  ['half of a surrogate pair', '\ud83d'],
])('a query parameter that is %s is refused', (_, value) => {
  expect(() => queryParam(value)).toThrow(expect.objectContaining({ status: 400 }) as Error)
})
