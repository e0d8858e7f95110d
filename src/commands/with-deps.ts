import { configOfProcess } from '../config.js'
import { closeDeps, type Deps } from '../platform/deps.js'
import { progressLine, type Progress } from '../platform/progress.js'
import { openDeps } from '../server.js'

/** Opens the configured database, runs a command on it, and closes it. @throws CannotStart when it cannot be opened. */
export async function withDeps(work: (deps: Deps) => Promise<void>): Promise<void> {
  const deps = await openDeps(configOfProcess())
  try {
    await work(deps)
  } finally {
    await closeDeps(deps)
  }
}

/** Shows the progress of `work` on standard error, and removes the line when it is done. */
export async function withProgress<T>(activity: string, work: (progress: Progress) => Promise<T>): Promise<T> {
  const progress = progressLine(activity)
  try {
    return await work(progress)
  } finally {
    progress.end()
  }
}

/** Prints a line on standard output. */
export const printLine = (line: string): void => void process.stdout.write(`${line}\n`)
