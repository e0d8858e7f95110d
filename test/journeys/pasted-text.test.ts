import { importHistory } from '../../src/imports/index.js'
import { addressOf, findPage, getPublished, type PageHead } from '../../src/pages/index.js'
import { check } from '../../src/maintenance/index.js'
import type { Browser } from '../support/browser.js'
import { pageFields } from '../support/browser.js'
import { engines } from '../support/databases.js'
import { line } from '../support/history.js'
import { documentOf, headingsIn, linksIn, partOf, textOf, withoutParts } from '../support/html.js'
import { suggestNew } from '../support/review.js'
import { testSite, type TestSite } from '../support/site.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const sections = 'Text.\n\n## One\n\nA.\n\n## Two\n\nB.\n\n## Three\n\nC.\n'

describe.each(engines)('a text from another program on %s', engine => {
  const files = temporaryFolder()
  let site: TestSite
  let author: Browser
  let count = 0
  beforeAll(async () => {
    site = await testSite(engine)
    author = (await site.signedIn({ trusted: true })).browser
  })
  afterAll(async () => {
    files.remove()
    await site.close()
  })

  const importPage = async (text: string): Promise<PageHead> => {
    const { pages } = await importHistory(site.deps, {
      file: files.write('history.jsonl', [line({ text })]),
      kind: 'solution',
      theme: 'security',
      source: `source ${++count}`,
    })
    return (await findPage(site.deps.db, 'solution', pages[0]!.slug))!
  }

  /** Every page that shows this text: the page, its revision, a preview, a suggestion and its review. */
  async function shownEverywhere(title: string, body: string): Promise<readonly string[]> {
    const fields = pageFields({ title, body })
    const page = await site.page('barrier', { title, body })
    const member = (await site.signedIn()).browser
    const suggestion = await suggestNew(member, fields)
    const moderator = (await site.signedIn({ role: 'moderator' })).browser
    const answers = await Promise.all([
      author.get(addressOf(page)),
      author.get(`${addressOf(page)}/revisions/1`),
      author.submitForm('/barriers/new/write', { ...fields, intent: 'preview' }),
      member.get(`/suggestions/${suggestion}`),
      moderator.get(`/review/${suggestion}`),
    ])
    expect(answers.map(answer => answer.status)).toEqual([200, 200, 200, 200, 200])
    return answers.map(answer => partOf(answer.text, '.app-prose'))
  }

  test.each(['\ufeff', '\u200b', '\u2060\ufeff', '\u200e', '\n', ' \n\ufeff'])(
    'is imported under its title if it begins with %j, byte for byte',
    async unseen => {
      for (const [text, title] of [
        [`${unseen}# Brought in ${++count}\n\nIts lead.\n`, `Brought in ${count}`],
        [`${unseen}---\ntitle: Brought in ${++count}\n---\n\nIts lead.\n`, `Brought in ${count}`],
        [
          `${unseen}---\r\nlayout: x\r\n---\r\n${unseen}# Brought in ${++count}\r\n\r\nIts lead.\r\n`,
          `Brought in ${count}`,
        ],
      ] as const) {
        const page = await importPage(text)
        expect([page.title, page.summary]).toEqual([title, 'Its lead.'])
        expect((await getPublished(site.deps.db, page.id)).content.body).toBe(text)
        const shown = partOf((await author.get(addressOf(page))).text, '.app-prose')
        expect(textOf(withoutParts(shown, 'details'))).toBe('Its lead.')
      }
      expect(await check(site.deps.db)).toEqual([])
    },
  )

  test('shows pasted lists, line breaks and marks on every page that shows it', async () => {
    const body = '\ufeff##\u00a0What happens\r\n\r\nWe tried:\r\n•\tOne\r\no\tIn one\r\n•\tTwo\r\nRegards\r\nAnn\r\n'
    for (const html of await shownEverywhere(`Pasted ${++count}`, body)) {
      const $ = documentOf(html)
      expect($('h2').text()).toBe('What happens')
      expect($('ul > li > ul > li').text()).toBe('In one')
      expect($('ul').first().children('li').length).toBe(2)
      expect($('p').last().html()).toBe('Regards<br>\nAnn')
    }
  })

  test('shows a title that its text repeats once, with the list of contents, on every page that shows it', async () => {
    const title = `Said once ${++count}`
    for (const html of await shownEverywhere(title, `# ${title}\n\n${sections}`))
      expect(textOf(html)).toBe('Text. One A. Two B. Three C.')
    const page = await importPage(`# Imported here\n\n[Three](#three) [Top](#imported-here)\n\n${sections}`)
    const html = (await author.get(addressOf(page))).text
    expect(headingsIn(html).filter(heading => heading.startsWith('Imported'))).toEqual(['Imported here'])
    expect(linksIn(html, 'nav.app-contents').map(link => link.text)).toEqual(['One', 'Two', 'Three', 'Who tried it'])
    const $ = documentOf(html)
    for (const { href } of linksIn(html, '.app-prose, nav.app-contents')) {
      expect([href, $(`[id="${decodeURIComponent(href.slice(1))}"]`).length]).toEqual([href, 1])
    }
  })

  test('keeps the list of contents if its first heading is another title', async () => {
    const page = await site.page('barrier', { title: `Another ${++count}`, body: `# A title\n\n${sections}` })
    const html = (await author.get(addressOf(page))).text
    expect(linksIn(html, 'nav.app-contents').map(link => link.text)).toEqual(['One', 'Two', 'Three', 'Who faced it'])
  })

  test('shows a text that begins with a rule in full', async () => {
    for (const html of await shownEverywhere(`Ruled ${++count}`, '---\nWe were told to stop.\n---\nMore.\n')) {
      expect(documentOf(html)('details').length).toBe(0)
      expect(textOf(html)).toContain('We were told to stop. More.')
    }
  })

  test('does not publish empty headings after code that opens and closes on one line', async () => {
    const title = `Fenced ${++count}`
    await author.submitForm(
      '/barriers/new/write',
      pageFields({ title, body: '## What happens\n\n```ping```\n\n## Who it affects\n\n## Why it matters\n' }),
    )
    const page = (await findPage(site.deps.db, 'barrier', `fenced-${count}`))!
    expect((await getPublished(site.deps.db, page.id)).content.body).toBe('## What happens\n\n```ping```\n')
  })

  test('lays out a title and a lead from right to left if they are written so', async () => {
    const arabic = { title: `الوصول محظور ${++count}`, summary: 'لا يمكن فتح الموقع من المكتب.' }
    const page = await site.page('barrier', {
      ...arabic,
      body: '## ماذا يحدث\n\n- لا شيء\n\n> قيل\n\n## ب\n\n## ج\n',
      links: [],
    })
    const address = addressOf(page)
    for (const path of [
      address,
      `${address}/revisions/1`,
      '/barriers',
      '/',
      `/search?q=${encodeURIComponent(page.title)}`,
      '/activity',
    ]) {
      const $ = documentOf((await author.get(path)).text)
      for (const text of Object.values(arabic)) {
        const found = $('main *').filter(
          (_, element) => $(element).children().length === 0 && $(element).text().trim() === text,
        )
        const left = found.filter((_, element) => $(element).closest('[dir=auto]').length === 0)
        expect([path, left.toArray().map(element => $(element).parent().prop('outerHTML'))]).toEqual([path, []])
      }
    }
    const $ = documentOf((await author.get(address)).text)
    expect([$('h1').attr('dir'), $('.app-page-header__lead').attr('dir')]).toEqual(['auto', 'auto'])
    expect($('.app-prose ul').attr('dir')).toBe('auto')
    expect($('.app-prose blockquote').attr('dir')).toBe('auto')
    expect($('.app-contents li').first().attr('dir')).toBe('auto')
    const form = documentOf((await author.get(`${address}/edit`)).text)
    for (const field of ['title', 'summary', 'body']) expect(form(`#${field}`).attr('dir')).toBe('auto')
  })
})
