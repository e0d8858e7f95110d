import { jest } from '@jest/globals'
import { readConfig } from '../../src/config.js'
import { findPage, listLinkedPages, listPageIds } from '../../src/pages/index.js'
import { loadSample, loadSampleEvidence, readFormerNames, readSamplePages } from '../../src/sample/index.js'
import { engines } from '../support/databases.js'
import { republish } from '../support/review.js'
import { testSite } from '../support/site.js'

// Loading publishes the whole sample.
jest.setTimeout(120_000)

test('every former name belongs to a page of the sample, and none is the name of another one', () => {
  const { themes } = readConfig({ NODE_ENV: 'test' })
  const pages = readSamplePages(themes.map(theme => theme.slug))
  for (const [kind, formerNames] of Object.entries(readFormerNames())) {
    const names = pages.filter(page => page.kind === kind).map(page => page.name)
    expect(names).toEqual(expect.arrayContaining(Object.keys(formerNames)))
    expect(Object.values(formerNames).flat()).toEqual(expect.not.arrayContaining(names))
  }
})

test.each(engines)('a site on %s is not given a page again that it has under another title', async engine => {
  const site = await testSite(engine)
  const solution = await site.page('solution', { title: 'Price the exit before you sign' })
  const barrier = await site.page('barrier', {
    title: 'Data is not shared because of risk aversion and thin trust',
  })
  await republish(site, await site.page('solution', { title: 'Write the permission into policy' }), {
    title: 'Our own title',
  })

  const total = readSamplePages(site.deps.config.themes.map(theme => theme.slug)).length
  expect(await loadSample(site.deps)).toBe(total - 3)
  expect((await listPageIds(site.deps.db)).length).toBe(total)
  expect(await findPage(site.deps.db, 'solution', 'work-out-exit-costs-before-you-sign')).toBeUndefined()

  const linking = await findPage(site.deps.db, 'barrier', 'a-supplier-makes-it-hard-to-leave')
  expect((await listLinkedPages(site.deps.db, linking!.id)).map(page => page.id)).toContain(solution.id)
  await loadSampleEvidence(site.deps)
  const found = await site.deps.db.selectFrom('page_evidence').select(['page_id', 'organisations']).execute()
  expect(found.find(row => row.page_id === barrier.id)?.organisations).toBeGreaterThan(0)
  expect(await loadSample(site.deps)).toBe(0)
  await site.close()
})
