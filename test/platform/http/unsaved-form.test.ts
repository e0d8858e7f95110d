import { unsavedFields, type FieldLabels } from '../../../src/platform/http/index.js'

const labels: FieldLabels = {
  title: { label: 'Title' },
  state: { label: 'How it went', choices: { worked: 'Worked', failed: 'Failed' } },
  key: null,
}

test.each<[string, string, string, readonly (readonly [string, string])[]]>([
  ['typed text with its label', 'title', 'Calls drop', [['Title', 'Calls drop']]],
  ['the words of a choice', 'state', 'worked', [['How it went', 'Worked']]],
  ['no choice that the form does not have', 'state', 'facing', []],
  ['no choice called like a property of every object', 'state', 'constructor', []],
  ['no field that nobody fills in', 'key', 'x', []],
  ['no empty text', 'title', ' \n', []],
  ['no empty choice', 'state', '', []],
  ['text of an unknown field under its own name', 'sentence', 'Say where.', [['sentence', 'Say where.']]],
  ['text of a field called like a property of every object', 'constructor', 'x', [['constructor', 'x']]],
])('a form that was not saved shows %s', (_, name, value, shown) => {
  expect(unsavedFields([{ name, value }], labels).map(field => [field.label, field.value])).toEqual(shown)
})

test.each([
  ['one line', 'x', 1],
  ['two lines', 'a\nb', 2],
  ['a long line', 'x'.repeat(140), 3],
  ['more lines than fit', '\n'.repeat(100), 15],
])('a text of %s is shown in as many rows as it needs, up to a limit', (_, value, rows) => {
  expect(unsavedFields([{ name: 'title', value: `${value}.` }], labels)[0]!.rows).toBe(rows)
})
