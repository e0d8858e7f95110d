/**
 * Work that may still be done, in comparisons. Whoever works takes its cost from `left`, so that many calls can share one
 * budget. Work is counted, not timed, so that two texts compare the same way on every machine.
 */
export interface Budget {
  left: number
}
