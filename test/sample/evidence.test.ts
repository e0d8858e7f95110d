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
} from '../../src/sample/index.js'
import { listSynonymGroups, sampleSynonyms } from '../../src/search/index.js'
import { engines } from '../support/databases.js'
import { textOf } from '../support/screen.js'
import { PASSPHRASE, testSite, type TestSite } from '../support/site.js'

// The whole sample is published, and every page checked.
jest.setTimeout(120_000)

const statements = readSampleEvidence()
const invented = readInventedOrganisations()

describe('the sample evidence', () => {
  test('speaks of pages that are in the sample, and linked', () => {
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
    const isThere = ({ kind, page, otherPage }: SampleStatement): boolean => {
      const [barrier, solution] = kind === 'barrier' ? [page, otherPage] : [otherPage, page]
      const has = (wanted: Kind, name: string | null): boolean =>
        name === null || pages.some(one => one.kind === wanted && one.name === name)
      const linked =
        barrier === null ||
        solution === null ||
        pages.some(one => one.kind === 'barrier' && one.name === barrier && one.solutions.includes(solution))
      return has('barrier', barrier) && has('solution', solution) && linked
    }
    expect(statements.filter(one => !isThere(one))).toEqual([])
    expect(new Set(statements.filter(one => one.kind === 'barrier').map(one => one.page)).size).toBeGreaterThanOrEqual(
      20,
    )
    expect(new Set(statements.filter(one => one.kind === 'solution').map(one => one.page)).size).toBeGreaterThanOrEqual(
      20,
    )
  })

  test('is said by organisations that do not exist, and all of these say something', () => {
    const real = readSampleOrganisations()
    expect([...new Set(statements.map(one => `${one.by}.example`))].sort()).toEqual(
      invented.map(one => one.domain).sort(),
    )
    expect(
      invented.filter(one => real.some(other => other.name === one.name || other.domains.includes(one.domain))),
    ).toEqual([])
    const names = real.flatMap(one => [
      one.name,
      one.name.replace(/ (?:(?:County|City|District|Borough) )?Council$|^The /g, ''),
    ])
    const said = statements.map(one => `${one.note} ${one.approvedBy}`)
    expect(said.filter(text => names.some(name => text.includes(name)))).toEqual([])
  })

  test('is shown by organisation or kind alone, never beside a person’s name', () => {
    expect(new Set(statements.map(one => one.shownAs))).toEqual(new Set(['organisation', 'kind']))
  })

  test('reaches back more than two years, and is fresh', () => {
    expect(statements[0]!.daysAgo).toBeGreaterThan(800)
    expect(statements.at(-1)!.daysAgo).toBeLessThan(10)
  })
})

describe.each(engines)('loaded on %s, the sample evidence', engine => {
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
    evidence.filter(one => one.organisations > 0).map(one => one.state)
  const howMany = (
    evidence: readonly PageEvidence[],
    is: (counts: PageEvidence['organisationsByState']) => boolean,
  ): number => evidence.filter(one => is(one.organisationsByState)).length

  test('is not part of the sample content, which brings synonyms', async () => {
    expect(new Set((await evidenceOf('barrier')).map(one => one.organisations))).toEqual(new Set([0]))
    expect((await listSynonymGroups(site.deps.db)).length).toBe(sampleSynonyms.length)
    expect(await loadSample(site.deps)).toBe(0)
    expect((await listSynonymGroups(site.deps.db)).length).toBe(sampleSynonyms.length)
  })

  test('is added whole and once, and adds up', async () => {
    const told: number[] = []
    expect(await loadSampleEvidence(site.deps, done => told.push(done))).toBe(statements.length)
    expect(told.at(-1)).toBe(statements.length)
    const before = [await evidenceOf('barrier'), await evidenceOf('solution'), await listOrganisations(site.deps.db)]
    expect(await loadSampleEvidence(site.deps)).toBe(0)
    expect([await evidenceOf('barrier'), await evidenceOf('solution'), await listOrganisations(site.deps.db)]).toEqual(
      before,
    )
    expect(await check(site.deps.db)).toEqual([])
  })

  test('shows barriers in every state, one that many faced, and one that came back', async () => {
    const barriers = await evidenceOf('barrier')
    expect(new Set(states(barriers))).toEqual(new Set(['waiting', 'has-workaround', 'proven', 'mostly-overcome']))
    expect(Math.max(...barriers.map(one => one.organisations))).toBeGreaterThanOrEqual(9)
    expect(howMany(barriers, counts => (counts['came-back'] ?? 0) > 0)).toBeGreaterThan(1)
    expect(barriers.some(one => one.people > one.organisations)).toBe(true)
  })

  test('shows solutions that are proven, worked once, failed more than they worked, or were not allowed', async () => {
    const solutions = await evidenceOf('solution')
    const inState = (state: string): number => states(solutions).filter(one => one === state).length
    expect(inState('proven')).toBeGreaterThanOrEqual(5)
    expect(inState('worked')).toBeGreaterThanOrEqual(3)
    expect(howMany(solutions, counts => (counts.failed ?? 0) > (counts.worked ?? 0))).toBeGreaterThanOrEqual(2)
    expect(howMany(solutions, counts => (counts['not-allowed'] ?? 0) > (counts.worked ?? 0))).toBeGreaterThanOrEqual(3)
    expect(
      solutions.some(one => one.provenSince !== null && one.provenSince > addSeconds(site.clock.now(), -60 * 86_400)),
    ).toBe(true)
  })

  test('has something lately, and something that is ageing', async () => {
    const { db, clock } = site.deps
    const lately = await listMostFaced(db, addSeconds(clock.now(), -91 * 86_400), 5)
    expect(lately.length).toBe(5)
    expect(lately[0]!.organisations).toBeGreaterThan(3)
    expect(
      (await evidenceOf('solution')).some(
        one => one.newestOn !== null && one.newestOn < subtractMonths(isoDateOf(clock.now()), 18),
      ),
    ).toBe(true)
  })

  test('names the kind where enough organisations of it speak, and keeps quiet about it otherwise', async () => {
    const covered = await listCoveredKinds(site.deps.db)
    expect(covered).toEqual(expect.arrayContaining(['council', 'executive-agency', 'nhs-body']))
    expect(covered).not.toContain('ministerial-department')
    expect(statements.some(one => one.shownAs === 'kind' && one.by === 'samples-ministry')).toBe(true)
  })

  test('leaves an organisation that ended its own, with its successor', async () => {
    const organisations = await listOrganisations(site.deps.db)
    const ended = organisations.find(one => one.name === 'Mockbridge Example District Council')!
    expect(organisations.find(one => one.id === ended.successorId)?.name).toBe('Sampleford Example Council')
    expect(ended.endedOn! < isoDateOf(site.clock.now())).toBe(true)
    expect(textOf((await site.visitor().get(`/organisations/${ended.slug}`)).text)).toContain(
      'Websites are blocked by category',
    )
  })

  test('fills the page of the organisation that the demonstration’s accounts belong to', async () => {
    const page = textOf((await site.visitor().get('/organisations/exampleshire-council')).text)
    for (const title of [
      'Websites are blocked by category',
      'Visiting staff cannot get on the wifi',
      'Bring in single sign-on',
      'Walk people through the forms face to face',
    ])
      expect(page).toContain(title)
  })

  test('comes from accounts that nobody can sign in to, as if there were none', async () => {
    const answers = await Promise.all(
      ['example-1@northbank.example', 'nobody@northbank.example'].map(async email => {
        const { status, text } = await site.visitor().submit('/sign-in', { email, passphrase: PASSPHRASE })
        return [status, textOf(text).replaceAll(email, '')]
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]![0]).toBe(422)
  })
})

describe('on a site that has not the whole sample, the sample evidence', () => {
  let site: TestSite
  beforeEach(async () => {
    site = await testSite('sqlite')
  })
  afterEach(() => site.close())

  const lone = () => site.page('barrier', { title: 'Data is not shared because of risk aversion and thin trust' })

  test('leaves out what speaks of pages that are not there, and adds no organisation for nothing', async () => {
    expect(await loadSampleEvidence(site.deps)).toBe(0)
    expect((await listOrganisations(site.deps.db)).map(one => one.name)).toEqual(['Testshire Council'])
    await lone()
    expect(await loadSampleEvidence(site.deps)).toBe(1)
  })

  test('adds nothing where somebody spoke already', async () => {
    const page = await lone()
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
