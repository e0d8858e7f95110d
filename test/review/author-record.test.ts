import { authorRecord } from '../../src/review/review-model.js'
import { decideBy, suggestNew } from '../support/review.js'
import { textOf } from '../support/html.js'
import { testSite, type TestSite } from '../support/site.js'

test.each([
  [{ sent: 1, published: 0 }, 'first suggestion by this author'],
  [{ sent: 3, published: 0 }, 'no suggestions published before'],
  [{ sent: 4, published: 1 }, '1 suggestion published before'],
  [{ sent: 4, published: 3 }, '3 suggestions published before'],
])('of an author with %o a moderator reads “%s”', (author, record) => {
  expect(authorRecord(author)).toBe(record)
})

describe('the review page', () => {
  let site: TestSite
  beforeAll(async () => {
    site = await testSite('sqlite')
  })
  afterAll(() => site.close())

  test('tells a moderator how many suggestions of this author were sent and published, whoever else sent some', async () => {
    const author = (await site.signedIn()).browser
    const moderator = (await site.signedIn({ role: 'moderator' })).browser
    await suggestNew((await site.signedIn()).browser, { title: 'By somebody else' })
    const read = async (id: string): Promise<string> => textOf((await moderator.get(`/review/${id}`)).text)
    const first = await suggestNew(author, { title: 'The first' })
    expect(await read(first)).toContain('(first suggestion by this author)')
    const second = await suggestNew(author, { title: 'The second' })
    expect(await read(second)).toContain('(no suggestions published before)')
    await decideBy(moderator, first, 'publish')
    expect(await read(second)).toContain('(1 suggestion published before)')
  })
})
