import { importHistory } from '../../src/imports/index.js'
import { addressOf, findPage, getPublished, type PageHead } from '../../src/pages/index.js'
import { check } from '../../src/maintenance/index.js'
import { engines } from '../support/databases.js'
import { line } from '../support/history.js'
import { documentOf, errorsIn, formIn, textOf } from '../support/html.js'
import { decideBy, suggestChange } from '../support/review.js'
import { testSite, type TestSite } from '../support/site.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import type { Browser } from '../support/browser.js'

const paragraphs = ['# {title}', '', 'First paragraph.', '', 'Second paragraph.', '', 'Third paragraph.', '']

/** Texts of the same lines that end in each way. */
const endings: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  CRLF: lines => lines.join('\r\n'),
  CR: lines => lines.join('\r'),
  LF: lines => lines.join('\n'),
  'every ending in turn': lines => lines.map((line, index) => line + ['\r\n', '\r', '\n'][index % 3]!).join(''),
  'CRLF, with CR before some': lines => lines.join('\r\r\n'),
}

describe.each(engines)('a text imported with other line endings on %s', engine => {
  const files = temporaryFolder()
  let site: TestSite
  let moderator: Browser
  let count = 0
  beforeAll(async () => {
    site = await testSite(engine)
    moderator = (await site.signedIn({ role: 'moderator', trusted: true })).browser
  })
  afterAll(async () => {
    files.remove()
    await site.close()
  })

  const importPage = async (name: string): Promise<{ readonly page: PageHead; readonly body: string }> => {
    const title = `Written with ${name.replace(/\W+/g, ' ')} ${++count}`
    const body = endings[name]!(paragraphs.map(text => text.replace('{title}', title)))
    const { pages } = await importHistory(site.deps, {
      file: files.write('history.jsonl', [line({ text: body })]),
      kind: 'solution',
      theme: 'security',
      source: `source ${count}`,
    })
    return { page: (await findPage(site.deps.db, 'solution', pages[0]!.slug))!, body }
  }

  const bodyOf = async (page: PageHead): Promise<string> => (await getPublished(site.deps.db, page.id)).content.body

  /** The text as the page's form holds it, with a part replaced. */
  const edited = async (browser: Browser, page: PageHead, from: string, to: string): Promise<string> =>
    String(formIn((await browser.get(`${addressOf(page)}/edit`)).text).fields['body']).replace(from, to)

  const names = Object.keys(endings)

  test.each(names)('%s: sending the form as it is changes nothing', async name => {
    const { page, body } = await importPage(name)
    const answer = await moderator.submitForm(`${addressOf(page)}/edit`, {})
    expect([answer.status, errorsIn(answer.text)]).toEqual([422, [': You have not changed anything yet']])
    expect(await bodyOf(page)).toBe(body)
  })

  test.each(names)('%s: a change of one word changes that word and shows only its line', async name => {
    const { page, body } = await importPage(name)
    const text = await edited(moderator, page, 'Second', 'Other')
    expect((await moderator.submitForm(`${addressOf(page)}/edit`, { body: text })).status).toBe(303)
    expect(await bodyOf(page)).toBe(body.replace('Second', 'Other'))
    const comparison = (await moderator.get(`${addressOf(page)}/compare?from=1&to=2`)).text
    expect(textOf(comparison)).toContain('Text: 1 line added, 1 removed')
    expect(textOf(comparison)).not.toContain('line endings')
  })

  test.each(names)('%s: two people change different paragraphs without a conflict', async name => {
    const { page, body } = await importPage(name)
    const author = (await site.signedIn()).browser
    const suggestion = await suggestChange(author, page, { body: await edited(author, page, 'Third', 'Last') })
    const text = await edited(moderator, page, 'First', 'Opening')
    await moderator.submitForm(`${addressOf(page)}/edit`, { body: text })
    const merged = body.replace('First', 'Opening').replace('Third', 'Last')
    expect(textOf((await moderator.get(`/review/${suggestion}`)).text)).toContain('Text: 1 line added, 1 removed')
    expect((await decideBy(moderator, suggestion, 'publish')).status).toBe(303)
    expect(await bodyOf(page)).toBe(merged)
    expect(await check(site.deps.db)).toEqual([])
  })

  test.each(names)('%s: an edit is merged with one that came first', async name => {
    const { page, body } = await importPage(name)
    const form = formIn((await moderator.get(`${addressOf(page)}/edit`)).text)
    const first = await edited(moderator, page, 'First', 'Opening')
    await moderator.submitForm(`${addressOf(page)}/edit`, { body: first })
    const late = {
      ...form.fields,
      body: String(form.fields['body']).replace('Third paragraph.', 'Third paragraph.\nA new one.'),
    }
    expect((await moderator.send(form.action, late)).status).toBe(303)
    const stored = await bodyOf(page)
    expect(stored.split(/\r\n?|\n/)).toEqual(
      body
        .replace('First', 'Opening')
        .replace('Third paragraph.', 'Third paragraph.\nA new one.')
        .split(/\r\n?|\n/),
    )
    expect(stored.slice(0, stored.indexOf('A new one'))).toBe(
      body.replace('First', 'Opening').slice(0, stored.indexOf('A new one')),
    )
  })

  test.each(names)('%s: an author who amends a suggestion without a change is told so', async name => {
    const { page } = await importPage(name)
    const author = (await site.signedIn()).browser
    const suggestion = await suggestChange(author, page, { body: await edited(author, page, 'Third', 'Last') })
    const again = await author.submitForm(`/suggestions/${suggestion}/amend`, {})
    expect(errorsIn(again.text)).toEqual([': You have not changed anything yet'])
    expect((await author.submitForm(`/suggestions/${suggestion}/amend`, { note: 'Why' })).status).toBe(303)
  })

  test.each(names)('%s: a conflict in one line is a conflict in that line alone, and keeps the endings', async name => {
    const { page, body } = await importPage(name)
    const author = (await site.signedIn()).browser
    const suggestion = await suggestChange(author, page, { body: await edited(author, page, 'Second', 'Their') })
    await moderator.submitForm(`${addressOf(page)}/edit`, { body: await edited(moderator, page, 'Second', 'Our') })
    const resolve = formIn((await moderator.get(`/review/${suggestion}/resolve`)).text)
    expect(String(resolve.fields['body']).match(/paragraph/g)).toHaveLength(4)
    // The empty line between the two versions goes with the one that is deleted.
    expect(resolve.fields['body']).toContain('Their paragraph.\n\nOur paragraph.\n')
    const fields = { ...resolve.fields, body: String(resolve.fields['body']).replace('\nOur paragraph.\n', '') }
    expect((await moderator.send(resolve.action, fields)).status).toBe(303)
    expect((await moderator.send(resolve.action, fields)).status).toBe(303)
    await decideBy(moderator, suggestion, 'publish')
    expect(await bodyOf(page)).toBe(body.replace('Second', 'Their'))
  })

  test('a page whose line endings alone changed says so in a sentence, and marks no line', async () => {
    const { page, body } = await importPage('CRLF')
    await importHistory(site.deps, {
      file: files.write('history.jsonl', [line({ text: body }), line({ text: body.replaceAll('\r\n', '\n') })]),
      kind: 'solution',
      theme: 'security',
      source: `source ${count}`,
    })
    const comparison = (await moderator.get(`${addressOf(page)}/compare?from=1&to=2`)).text
    expect(textOf(comparison)).toContain('The line endings of 7 lines changed')
    expect(textOf(comparison)).not.toContain('Go to the first change')
    expect(documentOf(comparison)('del, ins, .app-diff__removed, .app-diff__added').length).toBe(0)
  })
})
