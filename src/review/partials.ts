/** The partials that show a suggestion to its author and to moderators. */
import { partial } from '../platform/http/index.js'
import type { ShownConflict, shownDecision } from './view-models.js'

/** Both sides of each place that two people changed at once. */
export const conflictPartial = partial<{ readonly conflict: ShownConflict }>('partials/conflict')

/** The decisions on a suggestion so far. */
export const decisionsPartial = partial<{ readonly decisions: readonly ReturnType<typeof shownDecision>[] }>(
  'partials/decisions',
)
