import { engines } from '../support/databases.js'
import { pageFields } from '../support/browser.js'
import { formIn } from '../support/html.js'
import { testSite, type TestSite } from '../support/site.js'

describe.each(engines)('a flood of previews on %s', engine => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite(engine)
  })
  afterAll(() => site.close())

  test('loses no text, and a member who sends too many is told to wait', async () => {
    const { browser } = await site.signedIn()
    const body = '|a|b|\n|-|-|\n' + '|c|d|\n'.repeat(2_000)
    const sent = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        browser.submitForm('/barriers/new/write', {
          ...pageFields({ body: `Text ${n}\n\n${body}` }),
          intent: 'preview',
        }),
      ),
    )
    const statuses = sent.map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    expect(sent.filter(({ status }) => status === 429).map(({ headers }) => headers['retry-after'])).toEqual(
      statuses.filter(status => status === 429).map(() => '1'),
    )
    const kept = sent.map(({ text }) => formIn(text, '/barriers/new/write').fields['body'])
    expect(kept).toEqual(sent.map((_, n) => `Text ${n}\n\n${body}`))
  })
})
