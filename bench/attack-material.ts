/** Length of a hostile text: the longest body that a page may have. */
const LENGTH = 100_000

const repeated = (pattern: string): string => pattern.repeat(Math.ceil(LENGTH / pattern.length)).slice(0, LENGTH)

/**
 * Markdown on which careless parsers take very long, by what it repeats. The kinds are those of the pathological tests of
 * cmark and of published reports about other parsers.
 */
export const pathologicalMarkdown: Readonly<Record<string, string>> = {
  'nested brackets': '['.repeat(LENGTH / 2) + ']'.repeat(LENGTH / 2),
  'open brackets': repeated('['),
  'open links': repeated('[a]('),
  'links in links': `${'[a '.repeat(LENGTH / 8)}${'](b)'.repeat(LENGTH / 8)}`,
  'images in images': repeated('![['),
  'emphasis that never closes': repeated('*a _a '),
  'emphasis of mixed marks': repeated('**a *_'),
  'strong in emphasis': repeated('***a** '),
  'runs of backticks': Array.from({ length: 440 }, (_, count) => `e${'`'.repeat(count)}`).join(''),
  'open code spans': repeated('` '),
  'nested quotes': `${'> '.repeat(LENGTH / 2 - 1)}a`,
  'quotes that grow': Array.from({ length: 440 }, (_, count) => `${'>'.repeat(count)} a`).join('\n'),
  'nested lists': Array.from({ length: 440 }, (_, count) => `${'  '.repeat(count)}- a`)
    .join('\n')
    .slice(0, LENGTH),
  'list in one line': `${'- '.repeat(LENGTH / 2 - 1)}a`,
  'numbered list in one line': `${'1. '.repeat(LENGTH / 3 - 1)}a`,
  'many references': Array.from({ length: 3_000 }, (_, count) => `[r${count}]: /a${count}\n[r${count}]`)
    .join('\n')
    .slice(0, LENGTH),
  'open HTML comments': repeated('<!-- '),
  'open HTML tags': repeated('<a href="'),
  'open declarations': repeated('<!A '),
  'open processing instructions': repeated('<? '),
  entities: repeated('&amp;'),
  'entities that never end': repeated('&a'),
  backslashes: repeated('\\'),
  addresses: repeated('http://a.b '),
  'an endless address': `https://${'a.'.repeat(LENGTH / 2 - 10)}`,
  'email addresses': repeated('a@b.c '),
  'at signs': repeated('@'),
  headings: repeated('# a\n'),
  'heading marks': `${'#'.repeat(6)} ${'# '.repeat(LENGTH / 2 - 10)}`,
  underlines: repeated('a\n-\n'),
  'empty lines': repeated('\n'),
  'hard line breaks': repeated('a  \n'),
  'a wide table': `${'|a'.repeat(16_000)}|\n${'|-'.repeat(16_000)}|\n${'|b'.repeat(16_000)}|`,
  'a long table': `|a|b|\n|-|-|\n${repeated('|c|d|\n')}`.slice(0, LENGTH),
  'short rows of a wide table': `${'|a'.repeat(1_000)}|\n${'|-'.repeat(1_000)}|\n${'|\n'.repeat(45_000)}`,
  'quotation marks': repeated('"\''),
  'combining marks': repeated('a\u0301\u0302'),
  'right-to-left marks': repeated('\u202e\u202d'),
  emoji: repeated('👩‍👩‍👧‍👦'),
  tabs: repeated('\t'),
  dashes: repeated('--- '),
}

/** Two texts of the longest size that have nothing, or nearly nothing, in common. */
export const unlikeTexts: Readonly<Record<string, readonly [string, string]>> = {
  'lines that alternate': [repeated('a\nb\n'), repeated('b\na\nc\n')],
  'words that alternate': [repeated('a b '), repeated('b c a ')],
  'letters without spaces': [repeated('ab'), repeated('ba')],
  'empty lines': [repeated('\n'), repeated(' \n')],
}

/** Searches that are long, or that match much. */
export const heavySearches: readonly string[] = [
  'a'.repeat(9_000),
  'a '.repeat(4_500),
  Array.from({ length: 1_500 }, (_, count) => `w${count}`).join(' '),
  '"'.repeat(9_000),
  '"a b" '.repeat(1_500),
  '*'.repeat(9_000),
  'the of and to in a',
  'i',
  '-'.repeat(9_000),
  '😀'.repeat(2_000),
  'é'.repeat(4_000),
  Array.from({ length: 600 }, () => 'websites blocked').join(' '),
]
