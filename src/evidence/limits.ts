export const MAX_NOTE_LENGTH = 500

export const MAX_APPROVER_LENGTH = 120

export const MAX_WEEKS = 520

export const MAX_COST = 100_000_000

/** What one person may have said of one page: each statement of theirs is weighed again with the next. */
export const MAX_STATEMENTS_PER_PAGE = 1_000

/** No statement speaks of a day before this one. */
export const EARLIEST_DAY = '1990-01-01'
