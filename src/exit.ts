import { CannotStart, Refused, Unavailable } from './platform/errors.js'

/** Ends a command with exit code 1. Prints one line for what the person can fix, and the stack of a bug. */
export function reportAndExit(error: unknown): never {
  const expected = error instanceof CannotStart || error instanceof Refused || error instanceof Unavailable
  process.stderr.write(expected ? `${error.message}\n` : `${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
}
