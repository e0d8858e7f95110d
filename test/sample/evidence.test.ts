import { jest } from '@jest/globals'
import { listOrganisations } from '../../src/accounts/index.js'
import {
  listCoveredKinds,
  listMostFaced,
  listPageEvidence,
  recordStatement,
  type PageEvidence,
} from '../../src/evidence/index.js'
import { check } from '../../src/maintenance/index.js'
import { listPageIds, type Kind } from '../../src/pages/index.js'
import { addSeconds } from '../../src/platform/clock.js'
import { isoDateOf, subtractMonths } from '../../src/platform/dates.js'
import {
  loadSample,
  loadSampleEvidence,
  readInventedOrganisations,
  readSampleEvidence,
  readSampleOrganisations,
  readSamplePages,
  type SampleStatement,
  sampleSynonyms,
} from '../../src/sample/index.js'
import { listSynonymGroups } from '../../src/search/index.js'
import { engines } from '../support/databases.js'
import { textOf } from '../support/html.js'
import { PASSPHRASE } from '../support/browser.js'
import { testSite, type TestSite } from '../support/site.js'

// Loading publishes the whole sample and checks every page.
jest.setTimeout(120_000)

const statements = readSampleEvidence()
const invented = readInventedOrganisations()

describe('the sample evidence', () => {
  test('is about pages that are in the sample and linked to each other', () => {
    const pages = readSamplePages([
      'it-and-access',
      'culture-and-leadership',
      'policy-and-legal',
      'data-and-privacy',
      'security',
      'procurement',
      'money-and-governance',
      'skills-and-people',
      'users-and-accessibility',
    ])
    const isInSample = ({ kind, page, linkedPage }: SampleStatement): boolean => {
      const [barrier, solution] = kind === 'barrier' ? [page, linkedPage] : [linkedPage, page]
      const hasPage = (pageKind: Kind, name: string | null): boolean =>
        name === null || pages.some(samplePage => samplePage.kind === pageKind && samplePage.name === name)
      const linked =
        barrier === null ||
        solution === null ||
        pages.some(
          ({ kind, name, solutions }) => kind === 'barrier' && name === barrier && solutions.includes(solution),
        )
      return hasPage('barrier', barrier) && hasPage('solution', solution) && linked
    }
    expect(statements.filter(statement => !isInSample(statement))).toEqual([])
    expect(
      new Set(statements.filter(({ kind }) => kind === 'barrier').map(({ page }) => page)).size,
    ).toBeGreaterThanOrEqual(20)
    expect(
      new Set(statements.filter(({ kind }) => kind === 'solution').map(({ page }) => page)).size,
    ).toBeGreaterThanOrEqual(20)
  })

  test('is reported only by invented organisations, and every one of them reports something', () => {
    const real = readSampleOrganisations()
    expect([...new Set(statements.map(statement => `${statement.by}.example`))].sort()).toEqual(
      invented.map(organisation => organisation.domain).sort(),
    )
    expect(
      invented.filter(({ name, domain }) => real.some(other => other.name === name || other.domains.includes(domain))),
    ).toEqual([])
    const names = real.flatMap(({ name }) => [
      name,
      name.replace(/ (?:(?:County|City|District|Borough) )?Council$|^The /g, ''),
    ])
    const texts = statements.map(statement => `${statement.note} ${statement.approvedBy}`)
    expect(texts.filter(text => names.some(name => text.includes(name)))).toEqual([])
  })

  test('is shown by organisation or kind, never with a person’s name', () => {
    expect(new Set(statements.map(statement => statement.shownAs))).toEqual(new Set(['organisation', 'kind']))
  })

  test('goes back more than two years and includes recent statements', () => {
    expect(statements[0]!.daysAgo).toBeGreaterThan(800)
    expect(statements.at(-1)!.daysAgo).toBeLessThan(10)
  })
})

describe.each(engines)('on %s, the loaded sample evidence', engine => {
  let site: TestSite

  beforeAll(async () => {
    site = await testSite(engine)
    await loadSample(site.deps)
  })
  afterAll(() => site.close())

  const evidenceOf = async (kind: Kind): Promise<readonly PageEvidence[]> => {
    const ids = (await listPageIds(site.deps.db)).filter(page => page.kind === kind).map(page => page.id)
    return [...(await listPageEvidence(site.deps.db, ids)).values()]
  }
  const states = (evidence: readonly PageEvidence[]): readonly string[] =>
    evidence.filter(item => item.organisations > 0).map(item => item.state)
  const countWhere = (
    evidence: readonly PageEvidence[],
    matches: (counts: PageEvidence['organisationsByState']) => boolean,
  ): number => evidence.filter(item => matches(item.organisationsByState)).length

  test('is not part of the sample content, which includes synonyms', async () => {
    expect(new Set((await evidenceOf('barrier')).map(evidence => evidence.organisations))).toEqual(new Set([0]))
    expect((await listSynonymGroups(site.deps.db)).length).toBe(sampleSynonyms.length)
    expect(await loadSample(site.deps)).toBe(0)
    expect((await listSynonymGroups(site.deps.db)).length).toBe(sampleSynonyms.length)
  })

  test('is added completely, only once, and matches the ledger', async () => {
    const progress: number[] = []
    expect(await loadSampleEvidence(site.deps, done => progress.push(done))).toBe(statements.length)
    expect(progress.at(-1)).toBe(statements.length)
    const before = [await evidenceOf('barrier'), await evidenceOf('solution'), await listOrganisations(site.deps.db)]
    expect(await loadSampleEvidence(site.deps)).toBe(0)
    expect([await evidenceOf('barrier'), await evidenceOf('solution'), await listOrganisations(site.deps.db)]).toEqual(
      before,
    )
    expect(await check(site.deps.db)).toEqual([])
  })

  test('has barriers in every state, one that many organisations faced, and some that came back', async () => {
    const barriers = await evidenceOf('barrier')
    expect(new Set(states(barriers))).toEqual(new Set(['waiting', 'has-workaround', 'proven', 'mostly-overcome']))
    expect(Math.max(...barriers.map(barrier => barrier.organisations))).toBeGreaterThanOrEqual(9)
    expect(countWhere(barriers, counts => (counts['came-back'] ?? 0) > 0)).toBeGreaterThan(1)
    expect(barriers.some(barrier => barrier.people > barrier.organisations)).toBe(true)
  })

  test('has solutions that are proven, worked once, failed more often than they worked, or were not allowed', async () => {
    const solutions = await evidenceOf('solution')
    const inState = (state: string): number => states(solutions).filter(found => found === state).length
    expect(inState('proven')).toBeGreaterThanOrEqual(5)
    expect(inState('worked')).toBeGreaterThanOrEqual(3)
    expect(countWhere(solutions, counts => (counts.failed ?? 0) > (counts.worked ?? 0))).toBeGreaterThanOrEqual(2)
    expect(countWhere(solutions, counts => (counts['not-allowed'] ?? 0) > (counts.worked ?? 0))).toBeGreaterThanOrEqual(
      3,
    )
    expect(
      solutions.some(
        ({ provenSince }) => provenSince !== null && provenSince > addSeconds(site.clock.now(), -60 * 86_400),
      ),
    ).toBe(true)
  })

  test('has recent reports and ageing ones', async () => {
    const { db, clock } = site.deps
    const mostFaced = await listMostFaced(db, addSeconds(clock.now(), -91 * 86_400), 5)
    expect(mostFaced.length).toBe(5)
    expect(mostFaced[0]!.organisations).toBeGreaterThan(3)
    expect(
      (await evidenceOf('solution')).some(
        solution => solution.newestOn !== null && solution.newestOn < subtractMonths(isoDateOf(clock.now()), 18),
      ),
    ).toBe(true)
  })

  test('names a kind only if enough organisations of that kind have reported', async () => {
    const covered = await listCoveredKinds(site.deps.db)
    expect(covered).toEqual(expect.arrayContaining(['council', 'executive-agency', 'nhs-body']))
    expect(covered).not.toContain('ministerial-department')
    expect(statements.some(({ shownAs, by }) => shownAs === 'kind' && by === 'samples-ministry')).toBe(true)
  })

  test('stays with an organisation that has ended, which names its successor', async () => {
    const organisations = await listOrganisations(site.deps.db)
    const ended = organisations.find(organisation => organisation.name === 'Mockbridge Example District Council')!
    expect(organisations.find(organisation => organisation.id === ended.successorId)?.name).toBe(
      'Sampleford Example Council',
    )
    expect(ended.endedOn! < isoDateOf(site.clock.now())).toBe(true)
    expect(textOf((await site.visitor().get(`/organisations/${ended.slug}`)).text)).toContain(
      'Websites are blocked by category',
    )
  })

  test('fills the page of the organisation that the demonstration accounts belong to', async () => {
    const page = textOf((await site.visitor().get('/organisations/exampleshire-council')).text)
    for (const title of [
      'Websites are blocked by category',
      'Visiting staff cannot get on the wifi',
      'Bring in single sign-on',
      'Walk people through the forms face to face',
    ])
      expect(page).toContain(title)
  })

  test('comes from accounts that nobody can sign in to and that look as if they did not exist', async () => {
    const answers = await Promise.all(
      ['example-1@northbank.example', 'nobody@northbank.example'].map(async email => {
        const { status, text } = await site.visitor().sendWithToken('/sign-in', { email, passphrase: PASSPHRASE })
        return [status, textOf(text).replaceAll(email, '')]
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]![0]).toBe(422)
  })
})

describe('on a site without the whole sample, the sample evidence', () => {
  let site: TestSite
  beforeEach(async () => {
    site = await testSite('sqlite')
  })
  afterEach(() => site.close())

  const addOneSamplePage = () =>
    site.page('barrier', { title: 'Data is not shared because of risk aversion and lack of trust' })

  test('leaves out statements about missing pages and adds no organisation without a statement', async () => {
    expect(await loadSampleEvidence(site.deps)).toBe(0)
    expect((await listOrganisations(site.deps.db)).map(organisation => organisation.name)).toEqual([
      'Testshire Council',
    ])
    await addOneSamplePage()
    expect(await loadSampleEvidence(site.deps)).toBe(1)
  })

  test('adds nothing to a page that already has a statement', async () => {
    const page = await addOneSamplePage()
    const { member } = await site.signedIn()
    await recordStatement(site.deps, member, page.id, {
      state: 'facing',
      other: null,
      approvedBy: '',
      weeks: null,
      cost: null,
      note: '',
      day: isoDateOf(site.clock.now()),
      shownAs: 'kind',
    })
    expect(await loadSampleEvidence(site.deps)).toBe(0)
  })
})
