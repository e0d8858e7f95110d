import { Refused } from '../../src/platform/errors.js'
import type { SafeHtml } from '../../src/platform/safe-html.js'
import { createRenderer, type Renderer } from '../../src/platform/rendering.js'

/** So long that a worker renders it. `n` makes it another text. */
const longText = (n: number) => ({ body: `Text ${n}\n\n` + 'A paragraph with *some* words.\n\n'.repeat(400) })

const members = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `member ${n}`)

let renderer: Renderer
beforeEach(() => {
  renderer = createRenderer()
})
afterEach(() => renderer.stop())

/** What came of each promise: the text's first words, or the status of the refusal. */
const outcomes = async (results: readonly Promise<{ readonly html: SafeHtml }>[]): Promise<readonly unknown[]> =>
  (await Promise.allSettled(results)).map(result =>
    result.status === 'fulfilled'
      ? /Text \d+/.exec(result.value.html.toString())?.[0]
      : (result.reason as Refused).status,
  )

test('a text that somebody reads is rendered before previews that came earlier', async () => {
  const finished: string[] = []
  const previews = members(20).map((member, n) =>
    renderer.preview(member, longText(n)).then(() => finished.push(member)),
  )
  const reading = [
    renderer.render(longText(100)).then(() => finished.push('a suggestion')),
    renderer.renderByHash('hash', () => Promise.resolve(longText(101))).then(() => finished.push('a page')),
  ]
  await Promise.all([...previews, ...reading])
  // The first preview had begun when the readers came.
  expect(finished.slice(0, 3)).toEqual(['member 0', 'a suggestion', 'a page'])
  expect(finished.slice(3)).toEqual(members(20).slice(1))
})

test('a preview takes the place of one that the same member is still waiting for', async () => {
  const previews = [1, 2, 3, 4].map(n => renderer.preview('somebody', longText(n)))
  const another = renderer.preview('somebody else', longText(5))
  expect(await outcomes([...previews, another])).toEqual(['Text 1', 429, 429, 'Text 4', 'Text 5'])
})

test('at most 20 previews wait', async () => {
  const previews = members(25).map((member, n) => renderer.preview(member, longText(n)))
  const done = await outcomes(previews)
  expect(done.slice(0, 21)).toEqual(members(21).map((_, n) => `Text ${n}`))
  expect(done.slice(21)).toEqual([503, 503, 503, 503])
  await expect(renderer.preview('later', longText(1))).resolves.toBeDefined()
})

test('at most 100 texts wait for readers', async () => {
  const texts = Array.from({ length: 105 }, (_, n) => renderer.render(longText(n)))
  const done = await outcomes(texts)
  expect(done.slice(0, 101)).toEqual(texts.slice(0, 101).map((_, n) => `Text ${n}`))
  expect(done.slice(101)).toEqual([503, 503, 503, 503])
})

test('a refusal says when to try again', async () => {
  const previews = members(22).map((member, n) => renderer.preview(member, longText(n)))
  await expect(previews.at(-1)).rejects.toMatchObject({ status: 503, retryAfterSeconds: 10 })
  await Promise.all(previews.slice(0, -1))
})

test('readers who open the same text at once wait for one rendering', async () => {
  const text = longText(1)
  const done = await Promise.all(Array.from({ length: 200 }, () => renderer.render(text)))
  expect(new Set(done).size).toBe(1)
})

describe('when a text takes too long', () => {
  beforeEach(() => {
    renderer = createRenderer({ maxMilliseconds: 1 })
  })
  const table = { body: '|<b>|\n|-|\n' + '|*a*|\n'.repeat(2_000) }

  test('a reader sees it as it was written', async () => {
    const { html, headings } = await renderer.render(table)
    expect(html.toString()).toContain('This text takes too long to lay out, so we show it as it was written.')
    expect(html.toString()).toContain('|&lt;b&gt;|\n|-|\n|*a*|\n')
    expect(headings).toEqual([])
  })

  test('a preview is refused, and the next one is tried', async () => {
    for (const member of members(3))
      await expect(renderer.preview(member, table)).rejects.toThrow(
        'This text takes too long to lay out. Make its tables or lists shorter.',
      )
  })

  test('a short text is shown as always', async () => {
    expect((await renderer.render({ body: '*a*' })).html.toString()).toBe('<p><em>a</em></p>\n')
  })
})
