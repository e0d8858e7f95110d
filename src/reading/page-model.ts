import type { SafeHtml } from '../platform/safe-html.js'
import { attributionHtml } from '../accounts/index.js'
import { listPageActivity } from '../activity/index.js'
import {
  evidencePanel,
  statementTableLabels,
  type EvidencePanel,
  type LinkedWithEvidence,
  type ReaderOrganisation,
  type StatementTableLabels,
} from '../evidence/index.js'
import {
  addressOf,
  archivedDate,
  displayDate,
  kinds,
  listLinkedIds,
  listLinkedPages,
  pageAddresses,
  themeName,
  type DisplayDate,
  type KindDefinition,
  type PageHead,
} from '../pages/index.js'
import type { EvidenceDeps } from '../evidence/index.js'
import { withQuery, type Link, type PageModel } from '../platform/http/index.js'
import { firstRows } from '../platform/paging.js'
import { capitalise } from '../platform/text.js'
import { reasons, type ReasonCode } from '../review/index.js'

/** What a page shows on one day to all visitors, or to all members of one organisation. */
export interface SharedPageModel extends PageModel, Omit<EvidencePanel, 'linked'> {
  readonly page: PageHead
  readonly addresses: ReturnType<typeof pageAddresses> & { readonly archive: string; readonly bringBack: string }
  readonly theme: Link
  readonly tags: readonly Link[]
  readonly changed: DisplayDate
  readonly changedBy: SafeHtml
  readonly archived: ArchivingModel | undefined
  readonly links: LinksModel
  readonly statements: StatementSectionModel
}

interface ArchivingModel {
  /** Printed before the day. */
  readonly text: string
  readonly day: DisplayDate
  /** Printed after the day. */
  readonly after: string
  /** Leads to the moderation log. Undefined if no moderator archived the page. */
  readonly log: Link | undefined
}

interface LinksModel {
  readonly heading: string
  readonly pages: readonly LinkedPageModel[]
  /** Whether they are shown best proven first, each with its evidence and a link to report on it. */
  readonly isRanked: boolean
  /** Shown instead of the pages when there are none. */
  readonly none: string
  /** Leads to the form for a page that is linked to this one. Undefined if this one is archived. */
  readonly add: Link | undefined
}

interface LinkedPageModel extends LinkedWithEvidence {
  /** The form for a statement about the linked page and this one, for readers who can report on this one. */
  readonly statement: Link
  readonly noStatements: string
}

interface StatementSectionModel {
  readonly heading: string
  readonly caption: string
  readonly labels: StatementTableLabels
  readonly none: string
  /** Shown instead of the statements when there are none. */
  readonly invitation: string
  readonly all: Link
  /** Says how many organisations are left out. */
  readonly more: string | undefined
}

/** @param organisation the reader's, for what organisations like it say. */
export async function loadSharedPageModel(
  deps: EvidenceDeps,
  page: PageHead,
  organisation: ReaderOrganisation | undefined,
): Promise<SharedPageModel> {
  const { config } = deps
  const { heading, path } = kinds[page.kind]
  const href = addressOf(page)
  const linkedPages = await listLinkedPages(deps.db, page.id)
  const panel = await evidencePanel(deps, page, linkedPages, organisation)
  const theme = { text: themeName(config, page.theme), href: withQuery(`/${path}`, { theme: page.theme }) }
  return {
    pageTitle: page.title,
    section: path,
    breadcrumbs: [{ text: heading, href: `/${path}` }, theme],
    description: page.summary,
    canonical: `${config.publicUrl}${href}`,
    noindex: page.archivedAt !== null,
    page,
    addresses: { ...pageAddresses(page), archive: `${href}/archive`, bringBack: `${href}/bring-back` },
    theme,
    tags: page.tags.map(tag => ({ text: tag, href: withQuery(`/${path}`, { tag }) })),
    changed: displayDate(page.changedAt),
    changedBy: attributionHtml(page.changedBy),
    archived: await loadArchiving(deps, page),
    ...panel,
    peers: panel.peers && capitalise(panel.peers),
    links: linksModel(page, panel.linked, linkedPages.length > 0 ? 0 : (await listLinkedIds(deps.db, page.id)).length),
    statements: statementSectionModel(page, panel),
  }
}

async function loadArchiving({ db }: EvidenceDeps, page: PageHead): Promise<ArchivingModel | undefined> {
  const day = archivedDate(page)
  if (day === undefined) return undefined
  const { rows } = await listPageActivity(db, page.id, ['review.archived'], firstRows(1))
  const decision = rows[0]
  const reason = reasons[decision?.reasonCode as ReasonCode] as string | undefined
  return {
    // An imported page was archived elsewhere.
    text: decision === undefined ? 'This page was archived on' : 'A moderator archived this page on',
    day,
    after: `${reason === undefined ? '' : `Reason: ${reason}. `}${ARCHIVED_EXPLANATION}`,
    log: decision && { text: 'See the moderation log', href: '/moderation-log' },
  }
}

const ARCHIVED_EXPLANATION = 'You can still read it, but it does not appear in lists or search results.'

/** @param archivedLinks the number of linked pages that are archived, if all are. */
function linksModel(page: PageHead, linked: EvidencePanel['linked'], archivedLinks: number): LinksModel {
  const definition = kinds[page.kind]
  const linkedDefinition = kinds[definition.linksTo]
  const isOpen = page.archivedAt === null
  return {
    heading: definition.linksHeading,
    pages: linked.map(linkedPage => ({
      ...linkedPage,
      statement: {
        text: linkedDefinition.statements.button,
        href: withQuery(`${linkedPage.href}/${linkedDefinition.statements.path}/new`, { for: page.id }),
      },
      noStatements: `${capitalise(linkedDefinition.statements.none)}.`,
    })),
    isRanked: definition.areLinksRanked,
    none: archivedLinks > 0 ? archivedLinksText(linkedDefinition, archivedLinks) : definition.noLinks,
    add: isOpen
      ? {
          text: linked.length === 0 ? definition.addFirstLink : definition.addAnotherLink,
          href: withQuery(`/${linkedDefinition.path}/new`, { for: page.id }),
        }
      : undefined,
  }
}

const archivedLinksText = ({ singular, plural }: KindDefinition, count: number): string =>
  count === 1 ? `The linked ${singular} is archived.` : `All ${count} linked ${plural} are archived.`

function statementSectionModel(page: PageHead, { positions, hasMore, evidence }: EvidencePanel): StatementSectionModel {
  const { statements } = kinds[page.kind]
  return {
    heading: statements.heading,
    caption: statements.caption,
    labels: statementTableLabels[page.kind],
    none: statements.none,
    invitation: page.archivedAt === null ? statements.invitation : `${capitalise(statements.none)}.`,
    all: {
      text: `Reports on this ${kinds[page.kind].singular}, newest first`,
      href: `${addressOf(page)}/${statements.path}`,
    },
    more: hasMore
      ? `Showing the latest ${positions.length} of ${evidence.organisations.toLocaleString('en-GB')} organisations.`
      : undefined,
  }
}
