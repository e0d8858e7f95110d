import { csvLine } from '../../src/platform/csv.js'

test.each([
  ['nothing', [''], ''],
  ['words', ['a b', 'c'], 'a b,c'],
  ['numbers, those below zero too', [0, -1, 1.5], '0,-1,1.5'],
  ['a comma', ['a, b', 'c'], '"a, b",c'],
  ['quotation marks', ['say "no"'], '"say ""no"""'],
  ['line ends', ['a\r\nb', 'c\nd'], '"a\r\nb","c\nd"'],
  ['other scripts and emoji', ['שלום 👋🏽'], 'שלום 👋🏽'],
  ['a formula', ['=1+1'], `'=1+1`],
  ['a formula with a comma', ['=HYPERLINK("http://x.example","y")'], `"'=HYPERLINK(""http://x.example"",""y"")"`],
  ['what begins as a formula would', ['+1', '-1', '@SUM(A1)', '\t=1', '\r=1'], `'+1,'-1,'@SUM(A1),'\t=1,"'\r=1"`],
  ['a sign within', ['a=1', 'b+c'], 'a=1,b+c'],
])('%s', (_, cells, line) => expect(csvLine(cells)).toBe(`${line}\r\n`))
