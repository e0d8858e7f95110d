/** Lets other requests have a turn between two pieces of work that each take long: awaiting SQLite gives them none. */
export const yieldToEventLoop = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
