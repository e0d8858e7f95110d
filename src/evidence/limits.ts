/** Characters. Long enough for what helped, too short for a page: longer advice belongs in a solution. */
export const MAX_NOTE_LENGTH = 500

/** Characters. A role or a team fits. */
export const MAX_APPROVER_LENGTH = 120

/** Ten years. */
export const MAX_WEEKS = 520

/** Pounds. More is a slip of the keyboard. */
export const MAX_COST = 100_000_000

/** Statements of one member on one page. A new statement reads all of them again, to derive the position. */
export const MAX_STATEMENTS_PER_PAGE = 1_000

/** The earliest day that a statement can be about. An earlier one is a slip of the keyboard. */
export const EARLIEST_DAY = '1990-01-01'
