import { Refused } from '../../../src/platform/errors.js'
import { decodeCursor, encodeCursor, pagingLinks, withQuery } from '../../../src/platform/http/index.js'
import { paged } from '../../../src/platform/paging.js'

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

test.each([[['2026-03-04T09:00:00.000Z', 'id']], [['', '']], [['ünïcode 帮助 😀', '"quotes\\']]] as const)(
  '%j survives encoding as a cursor that can stand in an address',
  cursor => {
    expect(encodeCursor(cursor)).toMatch(/^[\w-]*$/)
    expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor)
  },
)

test('a list that is sorted by more columns has a cursor with a part for each, and refuses any other', () => {
  const cursor = ['2026-03-04', '2026-03-04T09:00:00.000Z', 'id']
  expect(decodeCursor(encodeCursor(cursor), 3)).toEqual(cursor)
  expect(() => decodeCursor(encodeCursor(['2026-03-04', 'id']), 3)).toThrow(
    expect.objectContaining({ status: 400 }) as Error,
  )
})

test('a list without a cursor starts at its first row', () => expect(decodeCursor(undefined)).toBeUndefined())

test.each([
  ['empty', ''],
  ['not a cursor', '../../etc/passwd'],
  ['cut short', encodeCursor(['2026-03-04', 'id']).slice(0, -4)],
  ['of one part', encoded(['a'])],
  ['of three parts', encoded(['a', 'b', 'c'])],
  ['of numbers', encoded([1, 2])],
  ['an object', encoded({ 0: 'a', 1: 'b', length: 2 })],
  ['null', encoded(null)],
  ['with a NUL', encoded(['a\0', 'b'])],
  ['with half a character', Buffer.from('["\\ud83d","b"]').toString('base64url')],
  ['too long', encodeCursor(['a'.repeat(2_000), 'b'])],
])('a cursor that is %s is refused', (_, cursor) => {
  expect(() => decodeCursor(cursor)).toThrow(Refused)
  expect(() => decodeCursor(cursor)).toThrow(expect.objectContaining({ status: 400 }) as Error)
})

test.each([
  ['no parameters', {}, '/barriers'],
  ['only the parameters that have a value', { tag: 'a', theme: undefined, sort: '' }, '/barriers?tag=a'],
  ['parameters that must be encoded', { tag: 'a&b=c d#e', after: 'x' }, '/barriers?tag=a%26b%3Dc+d%23e&after=x'],
])('an address can have %s', (_, parameters: Record<string, string | undefined>, expected) =>
  expect(withQuery('/barriers', parameters)).toBe(expected),
)

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ at: `2026-03-0${index + 1}`, id: `${index}` }))
const address = (after: string | undefined) => withQuery('/list', { after })

test.each([
  [0, 0, undefined],
  [2, 2, undefined],
  [3, 2, ['2026-03-02', '1']],
])('of %d rows, a page of two shows %d and continues after the last one it shows', (count, shown, next) => {
  const page = paged(numbered(count), { size: 2, after: undefined }, row => [row.at, row.id])
  expect(page.rows).toHaveLength(shown)
  expect(page.next).toEqual(next)
})

test('the first page of a list links only to the next', () =>
  expect(pagingLinks({ size: 2, after: undefined }, ['a', 'b'], address)).toEqual({
    first: undefined,
    next: `/list?after=${encodeCursor(['a', 'b'])}`,
  }))

test('the last page of a list links only to the first', () =>
  expect(pagingLinks({ size: 2, after: ['a', 'b'] }, undefined, address)).toEqual({ first: '/list', next: undefined }))
