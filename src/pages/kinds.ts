import { removeEmptySectionsOf } from './headings.js'

/**
 * Everything that differs between one kind of page and another: its address, and its words on screen. The code is the
 * same for all kinds.
 */
export interface KindDefinition {
  readonly kind: Kind
  /** The first part of the address. */
  readonly path: string
  readonly singular: string
  readonly plural: string
  /** The plural as a heading: `Barriers`. */
  readonly heading: string
  /** Describes the list of all pages of the kind to search engines. */
  readonly description: string
  /** The question that is asked before a new page is written. */
  readonly question: string
  readonly questionHint: string
  /** The error when the question is not answered. */
  readonly questionError: string
  /** The hint of the form's first field. */
  readonly titleHint: string
  /** The headings that a new page begins with. */
  readonly bodyHeadings: readonly string[]
  /** The kind of the pages that it is linked to. */
  readonly linksTo: Kind
  readonly linksHeading: string
  /** Labels the field of the form. */
  readonly linksLabel: string
  readonly noLinks: string
  /** Whether the linked pages are shown best proven first, each with its evidence. */
  readonly areLinksRanked: boolean
  /** Leads to the form for a linked page: where none is linked yet, and where some are. */
  readonly addFirstLink: string
  readonly addAnotherLink: string
  readonly statements: StatementDefinition
}

/** What organisations state about pages of the kind, and how. */
export interface StatementDefinition {
  /** Follows the page's address: `/barriers/x/reports`. */
  readonly path: string
  readonly singular: string
  /** The button or link that makes one. */
  readonly button: string
  /** The same on a page that somebody was about to document again. */
  readonly joinButton: string
  readonly heading: string
  /** Captions the table of organisations. */
  readonly caption: string
  /** Shown instead of the totals on a page without statements. */
  readonly none: string
  /** Invites the first statement. */
  readonly invitation: string
  /**
   * Whether the statements can prove the page, so that pages can be sorted by proof. Where they cannot, the page's state
   * follows from the linked pages that can be proven.
   */
  readonly canProve: boolean
  /** The tag of a page that is proven, or for which a linked page is. */
  readonly provenTag: string
  /** Whether the page charts the organisations over time. */
  readonly hasChart: boolean
  /** Names the sort order by number of organisations. */
  readonly mostLabel: string
}

export type Kind = 'barrier' | 'solution'

const barrier: KindDefinition = {
  kind: 'barrier',
  path: 'barriers',
  singular: 'barrier',
  plural: 'barriers',
  heading: 'Barriers',
  description: 'What gets in the way of digital working in public bodies, who faced it, and what got round it.',
  question: 'What gets in the way?',
  questionHint: 'For example, "cannot open video sites from the office" or "forms need a wet signature".',
  questionError: 'Enter what gets in the way, in a few words',
  titleHint: 'What gets in the way, in a few words',
  bodyHeadings: [
    'What happens',
    'Who it affects',
    'Why it is there',
    'Why it matters',
    'What has been tried',
    'Sources and links',
  ],
  linksTo: 'solution',
  linksHeading: 'Solutions',
  linksLabel: 'Solutions that get round it',
  noLinks: 'No solution has been linked yet.',
  areLinksRanked: true,
  addFirstLink: 'Know a solution? Add it',
  addAnotherLink: 'Know another solution? Add it',
  statements: {
    path: 'reports',
    singular: 'report',
    button: 'We faced this',
    joinButton: 'We faced this too',
    heading: 'Who faced it',
    caption: 'Organisations that faced it',
    none: 'no organisation has reported this yet',
    invitation:
      'No organisation has reported this yet. If yours faces it, tell us: it shows others that they are not alone.',
    canProve: false,
    provenTag: 'Has a proven solution',
    hasChart: true,
    mostLabel: 'most faced',
  },
}

const solution: KindDefinition = {
  kind: 'solution',
  path: 'solutions',
  singular: 'solution',
  plural: 'solutions',
  heading: 'Solutions',
  description:
    'What got round barriers to digital working in public bodies, where it worked, and whose approval it needed.',
  question: 'What gets round it?',
  questionHint: 'For example, "a staff panel reviews the block list" or "single sign-on".',
  questionError: 'Enter what gets round it, in a few words',
  titleHint: 'What to do, in a few words',
  bodyHeadings: [
    'In short',
    'What to do',
    'What you need (approval, cost, time)',
    'For managers',
    'Policy and legal points',
    'Risks and limits',
  ],
  linksTo: 'barrier',
  linksHeading: 'Barriers this is for',
  linksLabel: 'Barriers that it gets round',
  noLinks: 'No barrier has been linked yet.',
  areLinksRanked: false,
  addFirstLink: 'Does it get round a barrier? Add the barrier',
  addAnotherLink: 'Does it get round another barrier? Add the barrier',
  statements: {
    path: 'trials',
    singular: 'trial',
    button: 'We tried this',
    joinButton: 'We tried this too',
    heading: 'Who tried it',
    caption: 'Organisations that tried it',
    none: 'no organisation has reported trying this yet',
    invitation:
      'No organisation has said that it tried this yet. If yours did, tell us how it went: others need to know.',
    canProve: true,
    provenTag: 'Proven',
    hasChart: false,
    mostLabel: 'most tried',
  },
}

export const kinds: Readonly<Record<Kind, KindDefinition>> = { barrier, solution }

/** All kinds, in the order in which they are shown. */
export const allKinds: readonly KindDefinition[] = Object.values(kinds)

/** Whether pages of the kind can be proven by what organisations state about them. */
export const canBeProven = (kind: Kind): boolean => kinds[kind].statements.canProve

/** All kinds, those that can be proven first: what is derived about the others depends on them. */
export const provableKindsFirst: readonly Kind[] = allKinds
  .toSorted((a, b) => Number(b.statements.canProve) - Number(a.statements.canProve))
  .map(({ kind }) => kind)

/** Whether `text` names a kind. */
export const isKind = (text: string): text is Kind => Object.hasOwn(kinds, text)

/** `/barriers/web-sites-are-blocked` */
export const addressOf = (page: { readonly kind: Kind; readonly slug: string }): string =>
  `/${kinds[page.kind].path}/${encodeURIComponent(page.slug)}`

/** The addresses of a page and of the pages about it. */
export const pageAddresses = (page: { readonly kind: Kind; readonly slug: string }) => {
  const href = addressOf(page)
  return { href, edit: `${href}/edit`, history: `${href}/history`, activity: `${href}/activity` }
}

/** Removes the headings of the kind's template that have nothing below them. */
export const removeEmptySections = (kind: Kind, body: string): string =>
  removeEmptySectionsOf(kinds[kind].bodyHeadings, body)

/** The Markdown that a new page begins with: the kind's headings, with nothing below them. */
export const bodyTemplate = (kind: Kind): string =>
  kinds[kind].bodyHeadings.map(heading => `## ${heading}\n\n`).join('\n')
