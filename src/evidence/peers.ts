import { countOfKind, isOrganisationKind, kindPlural } from '../accounts/index.js'
import type { Kind, PageHead } from '../pages/index.js'
import type { Reader } from '../platform/database/index.js'
import { countByKind, type KindCount } from './position-store.js'
import { isResolved } from './states.js'

/** The organisation of who looks: its kind is what is like it, and it is not itself among those. */
export interface ReaderOrganisation {
  readonly id: string
  readonly kind: string
}

/** What organisations like the reader's say of each of these pages, as their own pages have it: `at councils like yours: worked at 2 of 2`. By page. */
export async function peerTexts(
  db: Reader,
  pages: readonly Pick<PageHead, 'id' | 'kind'>[],
  coveredKinds: readonly string[],
  like: ReaderOrganisation | undefined,
): Promise<ReadonlyMap<string, string>> {
  const others =
    like === undefined
      ? []
      : await countByKind(
          db,
          pages.map(page => page.id),
          coveredKinds,
          like,
        )
  return new Map(
    pages.flatMap(page => {
      const text = peerText(page, others, like)
      return text === undefined ? [] : [[page.id, text] as const]
    }),
  )
}

export function peerText(
  page: { readonly id: string; readonly kind: Kind },
  others: readonly KindCount[],
  like: ReaderOrganisation | undefined,
): string | undefined {
  if (like === undefined || !isOrganisationKind(like.kind)) return undefined
  const alike = others.filter(one => one.pageId === page.id && one.kind === like.kind)
  const total = alike.reduce((sum, one) => sum + one.organisations, 0)
  if (total === 0) return undefined
  const good = alike
    .filter(one => one.state === 'worked' || isResolved(one.state))
    .reduce((sum, one) => sum + one.organisations, 0)
  return page.kind === 'solution'
    ? `at ${kindPlural(like.kind)} like yours: worked at ${good} of ${total}`
    : `${countOfKind(like.kind, total)} like yours faced it, ${good} got past it`
}
