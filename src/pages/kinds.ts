import { removeEmptySectionsOf } from './headings.js'

/** What tells one kind of page from another. All kinds share one engine; this is all that differs. */
export interface KindDefinition {
  readonly kind: Kind
  /** The first part of the address. */
  readonly path: string
  readonly singular: string
  readonly plural: string
  /** The question that is asked before a new page is written. */
  readonly question: string
  readonly questionHint: string
  /** The error when the question is not answered. */
  readonly questionError: string
  /** Adds a report or trial to a page that is like the one a member was about to write. */
  readonly joinLabel: string
  readonly titleHint: string
  /** The headings that a new page begins with. */
  readonly headings: readonly string[]
  /** The kind that its pages are linked to, and what the links say. */
  readonly linksTo: Kind
  readonly linksHeading: string
  readonly linksLabel: string
  readonly noLinks: string
}

export type Kind = 'barrier' | 'solution'

export const kinds: Readonly<Record<Kind, KindDefinition>> = {
  barrier: {
    kind: 'barrier',
    path: 'barriers',
    singular: 'barrier',
    plural: 'barriers',
    question: 'What gets in the way?',
    questionHint: 'For example, "cannot open video sites from the office" or "forms need a wet signature".',
    questionError: 'Enter what gets in the way, in a few words',
    joinLabel: 'We faced this too',
    titleHint: 'What gets in the way, in a few words',
    headings: [
      'What happens',
      'Who it affects',
      'Why it is there',
      'Why it matters',
      'What has been tried',
      'Evidence and links',
    ],
    linksTo: 'solution',
    linksHeading: 'What gets round it',
    linksLabel: 'Solutions that get round it',
    noLinks: 'No solution has been linked yet.',
  },
  solution: {
    kind: 'solution',
    path: 'solutions',
    singular: 'solution',
    plural: 'solutions',
    question: 'What gets round it?',
    questionHint: 'For example, "a staff panel reviews the block list" or "single sign-on".',
    questionError: 'Enter what gets round it, in a few words',
    joinLabel: 'We tried this too',
    titleHint: 'What to do, in a few words',
    headings: [
      'In short',
      'What to do',
      'What you need (approval, cost, time)',
      'For managers',
      'Policy and legal points',
      'Risks and limits',
    ],
    linksTo: 'barrier',
    linksHeading: 'What it gets round',
    linksLabel: 'Barriers that it gets round',
    noLinks: 'No barrier has been linked yet.',
  },
}

export const allKinds: readonly KindDefinition[] = Object.values(kinds)

export const isKind = (text: string): text is Kind => Object.hasOwn(kinds, text)

/** `/barriers/web-sites-are-blocked` */
export const addressOf = (page: { readonly kind: Kind; readonly slug: string }): string =>
  `/${kinds[page.kind].path}/${encodeURIComponent(page.slug)}`

/** `body` without those headings of its kind that were left with nothing under them. */
export const removeEmptySections = (kind: Kind, body: string): string =>
  removeEmptySectionsOf(kinds[kind].headings, body)

/** The body a new page begins with. */
export const bodyTemplate = (kind: Kind): string => kinds[kind].headings.map(heading => `## ${heading}\n\n`).join('\n')
