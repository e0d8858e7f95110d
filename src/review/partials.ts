/** The partials that show a suggestion to its author and to moderators. */
import { partial } from '../platform/http/index.js'
import type { DiffSegment } from '../revisions/index.js'
import type { ConflictModel } from './conflict-model.js'
import type { DecisionModel } from './decision-model.js'
import type { PagePreview } from './page-form-model.js'

/** Both sides of each place that two people changed at once. */
export const conflictPartial = partial<ConflictModel>('partials/conflict')

/** The text of one side, with what differs from the other side marked. */
export const conflictTextPartial = partial<{ readonly segments: readonly DiffSegment[] }>('partials/conflict-text')

/** The decisions on a suggestion so far. */
export const decisionsPartial = partial<{ readonly decisions: readonly DecisionModel[] }>('partials/decisions')

/** A page as readers would see it. */
export const pagePreviewPartial = partial<{ readonly preview: PagePreview }>('partials/page-preview')
