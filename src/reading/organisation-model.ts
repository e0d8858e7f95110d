import { kindHeadings, kindName, type Organisation } from '../accounts/index.js'
import { mayBeOutOfDate, isResolved, stateLabels, statementTableLabels, type NamedPosition } from '../evidence/index.js'
import { addressOf, kinds, type Kind, type PageHead } from '../pages/index.js'
import { dateAgo, formatDate } from '../platform/dates.js'
import type { Config } from '../platform/deps.js'
import { withQuery, type Link, type PageModel, type ShownTime, type Tag } from '../platform/http/index.js'
import type { SafeHtml } from '../platform/safe-html.js'
import { pluralise } from '../platform/text.js'
import { endOf, listedKind, organisationAddress, organisationLink } from './organisation-links.js'
import type { ResolvedByPeers } from './resolved-by-peers-model.js'

interface PositionRow extends Link {
  readonly tag: Tag
  readonly proof: string | undefined
  /** The page that the statement names: the solution that was used, or the barrier that it was tried against. */
  readonly linked: { readonly label: string; readonly link: Link; readonly proof: string | undefined } | undefined
  readonly happened: { readonly iso: string; readonly exact: string; readonly ago: string }
  readonly mayBeOutOfDate: boolean
  /** `2 people`; undefined for one. */
  readonly people: string | undefined
}

interface PositionSection {
  readonly heading: string
  readonly rows: readonly PositionRow[]
  /** Shown instead of the rows when there are none. */
  readonly emptyText: string
  /** Follows `emptyText`: how the organisation's own people report something. */
  readonly invitation: { readonly before: string; readonly link: Link; readonly after: string } | undefined
}

/** The page of an organisation. */
export interface OrganisationModel extends PageModel {
  readonly name: string
  readonly kind: string
  /** `faced 3`; empty where nobody reported anything. */
  readonly totals: readonly string[]
  readonly website: string | null
  readonly ended: { readonly time: ShownTime; readonly successor: Link | undefined } | undefined
  readonly predecessors: readonly Link[]
  readonly sections: readonly PositionSection[]
  readonly chart: SafeHtml | undefined
  readonly resolvedByPeers: ResolvedByPeers | undefined
}

/** What the page of an organisation is made from. */
export interface OrganisationRecords {
  readonly config: Pick<Config, 'publicUrl' | 'evidenceAgesAfterMonths'>
  readonly today: string
  readonly organisation: Organisation
  readonly successor: Organisation | undefined
  readonly predecessors: readonly Organisation[]
  readonly positions: readonly NamedPosition[]
  /** The pages of the positions and those that they name, by id. */
  readonly pages: ReadonlyMap<string, PageHead>
  /** By page id. */
  readonly proofs: ReadonlyMap<string, string>
  readonly chart: SafeHtml | undefined
  readonly resolvedByPeers: ResolvedByPeers | undefined
}

/** The page of an organisation: only what names it. */
export function organisationModel(records: OrganisationRecords): OrganisationModel {
  const { config, organisation, successor, positions } = records
  const { name, website } = organisation
  const kind = listedKind(organisation)
  const endedOn = endOf(organisation)
  return {
    pageTitle: name,
    section: 'organisations',
    breadcrumbs: [
      { text: 'Organisations', href: '/organisations' },
      { text: kindHeadings[kind], href: withQuery('/organisations', { kind }) },
    ],
    description: `What gets in the way of digital working at ${name}, what it got round, and what it tried.`,
    canonical: `${config.publicUrl}${organisationAddress(organisation)}`,
    name,
    kind: kindName(kind),
    totals: totalsOf(positions),
    website,
    ended: endedOn && { time: endedOn, successor: successor && nowLink(successor) },
    predecessors: records.predecessors.map(organisationLink),
    sections: sectionsOf(records),
    chart: records.chart,
    resolvedByPeers: records.resolvedByPeers,
  }
}

const nowLink = (successor: Organisation): Link => ({
  ...organisationLink(successor),
  text: `Now ${successor.name}`,
})

const ofKind = (positions: readonly NamedPosition[], kind: Kind): readonly NamedPosition[] =>
  positions.filter(position => position.kind === kind)

function totalsOf(positions: readonly NamedPosition[]): readonly string[] {
  if (positions.length === 0) return []
  const barriers = ofKind(positions, 'barrier')
  return [
    `faced ${pluralise(barriers.length, 'barrier')}`,
    `got round ${barriers.filter(({ state }) => isResolved(state)).length}`,
    `tried ${pluralise(ofKind(positions, 'solution').length, 'solution')}`,
  ]
}

function sectionsOf(records: OrganisationRecords): readonly PositionSection[] {
  const { positions, organisation } = records
  const barriers = ofKind(positions, 'barrier')
  const resolved = barriers.filter(({ state }) => isResolved(state))
  const unresolved = barriers.filter(({ state }) => !isResolved(state))
  const canReport = organisation.endedOn === null
  return [
    {
      heading: 'Still in the way',
      rows: unresolved.map(position => positionRow(position, records)),
      emptyText: resolved.length > 0 ? 'No barriers are still in the way.' : 'No barriers reported yet.',
      invitation: canReport && resolved.length === 0 ? invitationTo('barrier') : undefined,
    },
    {
      heading: 'Got round',
      rows: resolved.map(position => positionRow(position, records)),
      emptyText: 'Nothing reported yet.',
      invitation: undefined,
    },
    {
      heading: 'Tried',
      rows: ofKind(positions, 'solution').map(position => positionRow(position, records)),
      emptyText: 'No solutions tried yet.',
      invitation: canReport ? invitationTo('solution') : undefined,
    },
  ]
}

function invitationTo(kind: Kind): PositionSection['invitation'] {
  const { singular, path, statements } = kinds[kind]
  return {
    before: 'If you work there, find the',
    link: { text: singular, href: `/${path}` },
    after: `and choose “${statements.button}”.`,
  }
}

function positionRow(position: NamedPosition, { pages, proofs, today, config }: OrganisationRecords): PositionRow {
  const { kind, state, happenedOn, people } = position
  const page = pages.get(position.pageId)!
  const linked = pages.get(position.linkedPageId ?? '')
  const { text, colour } = stateLabels[state]
  return {
    text: page.title,
    href: addressOf(page),
    tag: { text, colour },
    proof: proofs.get(page.id),
    linked: linked && {
      label: statementTableLabels[kind].linked,
      link: { text: linked.title, href: addressOf(linked) },
      proof: proofs.get(linked.id),
    },
    happened: { iso: happenedOn, exact: formatDate(`${happenedOn}T12:00:00.000Z`), ago: dateAgo(happenedOn, today) },
    mayBeOutOfDate: mayBeOutOfDate(happenedOn, today, config.evidenceAgesAfterMonths),
    people: people > 1 ? pluralise(people, 'person', 'people') : undefined,
  }
}
