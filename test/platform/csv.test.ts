import { csvLine } from '../../src/platform/csv.js'

test.each([
  ['an empty cell stays empty', [''], ''],
  ['cells are separated by commas', ['a b', 'c'], 'a b,c'],
  ['numbers are written as they are, even below zero', [0, -1, 1.5], '0,-1,1.5'],
  ['a cell with a comma is quoted', ['a, b', 'c'], '"a, b",c'],
  ['quotation marks are doubled', ['say "no"'], '"say ""no"""'],
  ['a cell with line endings is quoted', ['a\r\nb', 'c\nd'], '"a\r\nb","c\nd"'],
  ['other scripts and emoji are kept', ['שלום 👋🏽'], 'שלום 👋🏽'],
  ['a formula gets an apostrophe, so that no spreadsheet runs it', ['=1+1'], `'=1+1`],
  [
    'a formula with a comma gets an apostrophe and is quoted',
    ['=HYPERLINK("http://x.example","y")'],
    `"'=HYPERLINK(""http://x.example"",""y"")"`,
  ],
  [
    'a cell that starts like a formula gets an apostrophe',
    ['+1', '-1', '@SUM(A1)', '\t=1', '\r=1'],
    `'+1,'-1,'@SUM(A1),'\t=1,"'\r=1"`,
  ],
  ['a sign inside a cell is left alone', ['a=1', 'b+c'], 'a=1,b+c'],
])('%s', (_, cells, line) => expect(csvLine(cells)).toBe(`${line}\r\n`))
