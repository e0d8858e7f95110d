import { fileURLToPath } from 'node:url'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder of package.json, from the sources as from what was built of them. */
export const projectRoot: string = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
})()

/** A built JavaScript file, by its path below `dist`: worker threads cannot run the TypeScript. */
export const builtFile = (path: string): string => join(projectRoot, 'dist', path)
