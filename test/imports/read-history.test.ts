import { parseLine, type HistoryLine, type LineProblem } from '../../src/imports/parse-line.js'
import { readHistory } from '../../src/imports/read-history.js'
import { line } from '../support/history.js'
import { temporaryFolder } from '../support/temporary-folder.js'

describe('a valid line', () => {
  test('is read with all its fields, and its date in UTC', () => {
    expect(parseLine(line({ op: 'R', from: 'docs/old.md' }), 7)).toEqual({
      line: 7,
      raw: line({ op: 'R', from: 'docs/old.md' }),
      op: 'R',
      path: 'docs/page.md',
      from: 'docs/old.md',
      date: '2019-02-20T09:17:12.000Z',
      author: 'A. Writer',
      message: 'Change it\n\nAt length.',
      text: '# A page\n\nIts first paragraph.\n',
    })
  })

  test.each([
    ['with an empty text', { text: '' }, { text: '' }],
    [
      'with CRLF and control characters',
      { text: 'a\r\nb\u0007\u001b[0m\u0085' },
      { text: 'a\r\nb\u0007\u001b[0m\u0085' },
    ],
    ['with a text of the maximum length', { text: '𠀀'.repeat(100_000) }, { text: '𠀀'.repeat(100_000) }],
    ['that deletes, without a text', { op: 'D', text: undefined }, { op: 'D', text: '' }],
    ['that deletes, with null as its text', { op: 'D', text: null }, { op: 'D', text: '' }],
    ['without a message', { message: undefined }, { message: '' }],
    ['without an author’s name', { author: '' }, { author: '' }],
    ['with a date and no time', { date: '2010-01-31' }, { date: '2010-01-31T00:00:00.000Z' }],
    ['with unknown fields', { sha: 'abc' }, { path: 'docs/page.md' }],
  ])('is accepted %s', (_, fields, read) => {
    expect(parseLine(line(fields), 1)).toMatchObject(read)
  })
})

test.each([
  ['half a line', line().slice(0, 40), 'is not JSON'],
  ['no JSON', 'path: docs/page.md', 'is not JSON'],
  ['null', 'null', 'the line:'],
  ['a list', '[]', 'the line:'],
  ['a text', '"A"', 'the line:'],
  ['no path', line({ path: undefined }), 'path:'],
  ['an empty path', line({ path: '' }), 'path:'],
  ['a number as the path', line({ path: 7 }), 'path:'],
  ['a path of 1,001 characters', line({ path: 'p'.repeat(1_001) }), 'path:'],
  ['a path with a NUL', line({ path: 'a\0b' }), 'path: has a character that we cannot save'],
  ['no op', line({ op: undefined }), 'op:'],
  ['an unknown op', line({ op: 'C' }), 'op:'],
  ['a rename without the old path', line({ op: 'R' }), 'from: is missing. A rename needs the old path'],
  ['an empty from', line({ op: 'R', from: '' }), 'from:'],
  ['no date', line({ date: undefined }), 'date:'],
  ['a date in words', line({ date: 'last Tuesday' }), 'date: is not a date'],
  ['a date that starts with the day', line({ date: '20/02/2019' }), 'date: is not a date'],
  ['a thirteenth month', line({ date: '2019-13-01' }), 'date: is not a date'],
  ['a date before 1970', line({ date: '1969-12-31' }), 'date: is not a date'],
  ['a date after the year 9999', line({ date: '9999-12-31T23:59:59-12:00' }), 'date: is not a date'],
  ['seconds as the date', line({ date: 1550654232 }), 'date:'],
  ['no author', line({ author: undefined }), 'author:'],
  [
    'an author with half a character',
    '{"path":"a","op":"A","date":"2019-02-20","author":"\\ud800","text":""}',
    'author: has half a character',
  ],
  ['a message that is a list', line({ message: [] }), 'message:'],
  ['no text', line({ text: undefined }), 'text: is missing'],
  ['null as the text', line({ text: null }), 'text: is missing'],
  ['a text with a NUL', line({ text: 'a\0b' }), 'text: has a character that we cannot save'],
  ['a text of 100,001 characters', line({ text: 'a'.repeat(100_001) }), 'text: is longer than 100000 characters'],
])('a line with %s is rejected with the reason', (_, raw, problem) => {
  const read = parseLine(raw, 12)
  expect(read).toEqual({ line: 12, problem: expect.stringContaining(problem) as unknown })
})

describe('a history file', () => {
  const files = temporaryFolder()
  afterAll(() => files.remove())

  const readAll = async (file: string): Promise<readonly (HistoryLine | LineProblem)[]> => {
    const all: (HistoryLine | LineProblem)[] = []
    for await (const item of readHistory(file)) all.push(item)
    return all
  }

  test.each([
    ['plain', 'history.jsonl'],
    ['gzipped', 'history.jsonl.gz'],
  ])('that is %s is read in order; blank lines are skipped but counted', async (_, name) => {
    const read = await readAll(
      files.write(name, [line({ path: 'one' }), '', '   ', line({ path: 'two' }), 'oops', line({ path: 'three' })]),
    )
    expect(read.map(item => [item.line, 'path' in item ? item.path : item.problem])).toEqual([
      [1, 'one'],
      [4, 'two'],
      [5, 'is not JSON'],
      [6, 'three'],
    ])
  })

  test('may have CRLF line endings, a byte order mark and no newline at its end', async () => {
    const read = await readAll(
      files.write(
        'windows.jsonl',
        Buffer.from(`\ufeff${line({ path: 'one' })}\r\n${line({ path: 'two', text: 'a\r\nb' })}`),
      ),
    )
    expect(read).toMatchObject([{ path: 'one' }, { path: 'two', text: 'a\r\nb' }])
  })

  test('is read correctly when a line or a character spans two blocks', async () => {
    const texts = Array.from({ length: 40 }, (_, n) => 'é密𠀀'.repeat(3_000 + n))
    const read = await readAll(
      files.write(
        'long.jsonl',
        texts.map(text => line({ text })),
      ),
    )
    expect(read.map(item => ('text' in item ? item.text : item.problem))).toEqual(texts)
  })

  test('reports a line that is not UTF-8 and reads the other lines', async () => {
    const read = await readAll(
      files.write(
        'latin.jsonl',
        Buffer.concat([
          Buffer.from(`${line()}\n`),
          Buffer.from('{"path":"caf\xe9"}\n', 'latin1'),
          Buffer.from(`${line()}\n`),
        ]),
      ),
    )
    expect(read.map(item => ('problem' in item ? item.problem : 'good'))).toEqual(['good', 'is not UTF-8', 'good'])
  })

  test('may be empty', async () => {
    expect(await readAll(files.write('empty.jsonl', []))).toEqual([])
  })
})
