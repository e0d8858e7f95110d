import { updateMember } from '../../src/accounts/index.js'
import { addressOf } from '../../src/pages/index.js'
import { engines } from '../support/databases.js'
import { submitStatement } from '../support/evidence.js'
import { documentOf, textOf } from '../support/html.js'
import { decideBy, suggestChange } from '../support/review.js'
import { testSite } from '../support/site.js'

/** Names of members that were stored before names had rules. */
const forged = [
  'Eve, HM Treasury',
  'a member of staff at HM Treasury',
  '<span class="app-organisation">HM Treasury</span>',
  'Eve</span>, <span class="app-organisation app-isolate">HM Treasury',
]

const organisationsIn = (html: string): readonly string[] => {
  const $ = documentOf(html)
  return $('.app-organisation')
    .toArray()
    .map(element => $(element).text())
}

describe.each(engines)('on %s', engine => {
  test.each(forged)('no page shows an organisation from the name “%s” as an organisation', async name => {
    const site = await testSite(engine)
    try {
      const page = await site.page('barrier')
      const { browser: author, member } = await site.signedIn()
      const { browser: moderator } = await site.signedIn({ role: 'moderator', name: 'Una Derate' })
      await site.deps.db.transaction(tx => updateMember(tx, member.id, { name, shown_as: 'name' }))
      await submitStatement(author, page, { shownAs: 'name' })
      const published = await suggestChange(author, page, { summary: 'Shorter.', shownAs: 'name' })
      await decideBy(moderator, published, 'publish')
      const pending = await suggestChange(author, page, { summary: 'Longer.', shownAs: 'name' })
      const href = addressOf(page)
      const shown = [
        ...[href, `${href}/history`, `${href}/revisions/2`, `${href}/compare?from=1&to=2`, '/activity'],
        ...['/review', `/review/${pending}`, `/suggestions/${pending}`, `/suggestions/${published}`],
        ...[`${href}/reports`, `${href}/edit`, `/suggestions/${published}/versions/1`],
      ]
      const found: string[] = []
      for (const path of shown) {
        const response = await moderator.get(path)
        if (response.status !== 200) continue
        if (!textOf(response.text).includes('HM Treasury')) continue
        found.push(path)
        expect([path, [...new Set(organisationsIn(response.text))]]).toEqual([path, ['Testshire Council']])
      }
      expect(found).toEqual(shown)
    } finally {
      await site.close()
    }
  })
})
