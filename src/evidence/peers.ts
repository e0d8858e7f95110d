import { countOfKind, isOrganisationKind } from '../accounts/index.js'
import type { Kind, PageHead } from '../pages/index.js'
import type { Reader } from '../platform/database/index.js'
import { sumOrganisations } from './kind-counts.js'
import { countByKind, type KindCount } from './position-store.js'
import { statementKindOn } from './statement-kinds.js'

/** The organisation of the reader. Its peers are the other organisations of its kind. */
export interface ReaderOrganisation {
  readonly id: string
  readonly kind: string
}

/**
 * How the reader's peers fared, by page id: `worked at 2 of the 3 councils like yours that tried it`. Pages on which none of them
 * has a position are left out.
 */
export async function peerTexts(
  db: Reader,
  pages: readonly Pick<PageHead, 'id' | 'kind'>[],
  coveredKinds: readonly string[],
  reader: ReaderOrganisation | undefined,
): Promise<ReadonlyMap<string, string>> {
  if (reader === undefined) return new Map()
  const pageIds = pages.map(page => page.id)
  const counts = await countByKind(db, pageIds, coveredKinds, reader)
  const texts = new Map<string, string>()
  for (const page of pages) {
    const text = peerText(page, counts, reader)
    if (text !== undefined) texts.set(page.id, text)
  }
  return texts
}

/**
 * How the reader's peers fared with one page.
 * @param counts the organisations other than the reader's, by page, kind and state.
 */
export function peerText(
  page: { readonly id: string; readonly kind: Kind },
  counts: readonly KindCount[],
  reader: ReaderOrganisation | undefined,
): string | undefined {
  const kind = reader?.kind
  if (kind === undefined || !isOrganisationKind(kind)) return undefined
  const peers = counts.filter(count => count.pageId === page.id && count.kind === kind)
  if (sumOrganisations(peers) === 0) return undefined
  const { states, text } = statementKindOn(page.kind)
  const byState = states.map(state => [state, sumOrganisations(peers.filter(count => count.state === state))] as const)
  return text.peers(count => `${countOfKind(kind, count)} like yours`, Object.fromEntries(byState))
}
