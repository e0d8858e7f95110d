/**
 * A hunk of a diff: lines `[beforeStart, beforeEnd)` were replaced by lines `[afterStart, afterEnd)`. Either range may be
 * empty, but not both.
 */
export type Change = {
  readonly beforeStart: number
  readonly beforeEnd: number
  readonly afterStart: number
  readonly afterEnd: number
}
