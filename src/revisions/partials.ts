import { partial } from '../platform/http/index.js'
import type { ContentComparison } from './compare.js'

/** What differs between two contents, field by field. */
export const comparisonPartial = partial<{ readonly comparison: ContentComparison }>('partials/comparison')
