import { LRUCache } from 'lru-cache'
import type { Deps } from '../platform/deps.js'
import type { SafeHtml } from '../platform/safe-html.js'

/** Charts kept: some kilobytes each. */
const MAX_CHARTS = 1_000

/** Comparisons kept: a few bytes each. */
const MAX_COMPARISONS = 2_000

/** Results that stay valid for as long as their keys exist. `createApp` makes them, once for each app. */
export interface EvidenceCaches {
  /** By page, ledger changes and day. */
  readonly charts: LRUCache<string, { readonly html: SafeHtml | undefined }>
  /** Whether two published revisions of a page differ a lot. By the current revision and the number of the other. */
  readonly comparisons: LRUCache<string, { readonly differs: boolean }>
}

/** Makes empty caches. */
export const createEvidenceCaches = (): EvidenceCaches => ({
  charts: new LRUCache({ max: MAX_CHARTS }),
  comparisons: new LRUCache({ max: MAX_COMPARISONS }),
})

/** The dependencies of what shows evidence. */
export interface EvidenceDeps extends Deps {
  readonly evidenceCaches: EvidenceCaches
}
