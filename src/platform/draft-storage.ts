/** The most drafts that a member can have in one browser. The oldest go first. */
export const MAX_DRAFTS = 20

/** For how long a browser offers a draft, in days. */
export const DRAFT_DAYS = 7

/** The names of all drafts in local storage begin with this. */
export const DRAFT_PREFIX = 'unblock-draft:'

/** The name in local storage that tells other windows who signed out. */
export const SIGNED_OUT = 'unblock-signed-out'
