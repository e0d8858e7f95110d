import { parse } from 'node:querystring'
import { parseFields } from '../../../src/platform/http/form-body.js'

const fieldsIn = (text: string | Buffer): readonly (readonly [string, string])[] => parseFields(Buffer.from(text))

test.each<[string, string, readonly (readonly [string, string])[]]>([
  ['nothing', '', []],
  ['separators only', '&&&', []],
  ['a field', 'a=1', [['a', '1']]],
  [
    'fields in order, with repeated names',
    'a=1&b=2&a=3',
    [
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
    ],
  ],
  [
    'a name without a value',
    'a&b=',
    [
      ['a', ''],
      ['b', ''],
    ],
  ],
  ['a value without a name', '=1', [['', '1']]],
  ['only an equals sign', '=', [['', '']]],
  ['more equals signs', 'a=b=c', [['a', 'b=c']]],
  ['plus signs', 'a+b=c++d', [['a b', 'c  d']]],
  ['escapes', 'a%20b=%2B%26%3D%25', [['a b', '+&=%']]],
  ['escapes of either case', 'a=%c3%A9', [['a', 'é']]],
  ['characters beyond the basic plane', 'a=%F0%9F%98%80😀', [['a', '😀😀']]],
  ['a line ending', 'a=x%0D%0Ay', [['a', 'x\r\ny']]],
  ['a NUL character', 'a=%00', [['a', '\0']]],
  [
    'escapes that are none',
    'a=%&b=%2&c=%zz&d=100%',
    [
      ['a', '%'],
      ['b', '%2'],
      ['c', '%zz'],
      ['d', '100%'],
    ],
  ],
  [
    'an escape across a separator',
    'a=%2&0=%4',
    [
      ['a', '%2'],
      ['0', '%4'],
    ],
  ],
  ['an escape of an escape', 'a=%2541', [['a', '%41']]],
  ['bytes that are no UTF-8', 'a=%FF%C3', [['a', '\ufffd\ufffd']]],
  ['half a surrogate pair', 'a=%ED%A0%80', [['a', '\ufffd\ufffd\ufffd']]],
  [
    'names of properties of every object',
    '__proto__=1&constructor=2',
    [
      ['__proto__', '1'],
      ['constructor', '2'],
    ],
  ],
])('a form of %s is parsed as browsers mean it', (_, text, fields) => {
  expect(fieldsIn(text)).toEqual(fields)
})

test('bytes outside ASCII are taken as they are', () => {
  expect(fieldsIn(Buffer.from([0x61, 0x3d, 0xff, 0x2b]))).toEqual([['a', '\ufffd ']])
})

test('every byte, as it is and escaped, is parsed as Node’s own parser does', () => {
  for (let byte = 0; byte < 256; byte++) {
    const escaped = `n%${byte.toString(16).padStart(2, '0')}m=v%${byte.toString(16).padStart(2, '0')}w`
    expect(fieldsIn(escaped)).toEqual(Object.entries(parse(escaped)))
    if (byte > 0x7f || byte === 0x26 || byte === 0x3d) continue
    const plain = `a=${String.fromCharCode(byte)}41`
    expect(fieldsIn(plain)).toEqual(Object.entries(parse(plain)))
  }
})

test('parsing stops soon after the maximum number of fields', () => {
  expect(fieldsIn('a&'.repeat(100_000)).length).toBe(501)
})
