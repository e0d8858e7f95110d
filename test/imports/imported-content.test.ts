import { importHistory } from '../../src/imports/index.js'
import { findPage } from '../../src/pages/index.js'
import { engines } from '../support/databases.js'
import { line } from '../support/history.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('an imported page on %s', engine => {
  const files = temporaryFolder()
  let site: TestSite
  let count = 0
  beforeAll(async () => {
    site = await testSite(engine)
  })
  afterAll(async () => {
    files.remove()
    await site.close()
  })

  const importPage = async (fields: Readonly<Record<string, unknown>>) => {
    const { pages } = await importHistory(site.deps, {
      file: files.write('history.jsonl', [line(fields)]),
      kind: 'solution',
      theme: 'security',
      source: `source ${++count}`,
    })
    return (await findPage(site.deps.db, 'solution', pages[0]!.slug))!
  }

  test.each([
    ['its first heading', 'Words before.\n\n## The heading\n\n# Another\n', 'The heading'],
    ['its first heading, when it is underlined', 'The heading\n===\n', 'The heading'],
    [
      'its first heading, without Markdown marks',
      '# The *very* `first` [heading](https://example.org)\n',
      'The very first heading',
    ],
    ['its first heading, after front matter', '---\ntitle: From the front\n---\n\n# The heading\n', 'The heading'],
    [
      'the title in the front matter, if there is no heading',
      '---\nlayout: page\ntitle: "From: the front"\n---\nText.\n',
      'From: the front',
    ],
    [
      'the title in front matter with CRLF line endings',
      '---\r\ntitle: From Windows\r\n---\r\nText.\r\n',
      'From Windows',
    ],
    ['a number in the front matter', '---\ntitle: 2012\n---\n', '2012'],
    ['the path, if there is neither', 'Text.\n', 'docs/page.md'],
    ['the path, if the text is empty', '', 'docs/page.md'],
    ['the path, if the heading is empty', '#\n\nText.\n', 'docs/page.md'],
    ['the path, if the front matter is not YAML', '---\ntitle: [\n---\nText.\n', 'docs/page.md'],
    ['the path, if the front matter is a list', '---\n- title\n---\nText.\n', 'docs/page.md'],
    ['the path, if # does not start a heading', '```\n# a comment\n```\n', 'docs/page.md'],
    ['its first heading, cut to 120 characters', `# ${'long '.repeat(40)}\n`, `${'long '.repeat(24).slice(0, 119)}…`],
  ])('takes its title from %s', async (_, text, title) => {
    expect((await importPage({ text })).title).toBe(title)
  })

  test.each([
    ['its first paragraph, as one line', '# Title\n\nOne\ntwo  *three*.\n\nFour.\n', 'One two three.'],
    ['nothing, if there is no paragraph', '# Title\n\n- a list\n', ''],
    ['its first paragraph, cut to 240 characters', `${'word '.repeat(60)}\n`, `${'word '.repeat(60).slice(0, 239)}…`],
  ])('takes its summary from %s', async (_, text, summary) => {
    expect((await importPage({ text })).summary).toBe(summary)
  })

  test.each([
    ['a name', 'Ann Author', 'Ann Author'],
    ['a name over two lines', ' Ann\n Author\u0007 ', 'Ann Author'],
    ['no name', '', 'unknown'],
    ['a very long name', 'Ann '.repeat(100), `${'Ann '.repeat(30).slice(0, 119)}…`],
  ])('shows the name of an author with %s in one short line', async (_, author, shown) => {
    expect((await importPage({ author })).changedBy.name).toBe(shown)
  })
})
