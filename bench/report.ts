/** Prints a line of the report. */
export const say = (line = ''): void => void process.stdout.write(`${line}\n`)

/** The middle of `values`. NaN if there are none. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN

/** Formats a number with separators: 12,345. */
export const formatInteger = (value: number): string => Math.round(value).toLocaleString('en-GB')
