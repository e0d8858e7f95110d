// Deletes compiled modules whose source is gone: tsc leaves them, and a forgotten import would still find them.
// Takes the folders of source to look at, such as `src`. Runs in the project's folder.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

for (const folder of process.argv.slice(2)) {
  const compiled = join('dist', folder)
  if (!existsSync(folder)) rmSync(compiled, { recursive: true, force: true })
  if (!existsSync(compiled)) continue
  for (const file of readdirSync(compiled, { recursive: true })) {
    const source = join(folder, file.replace(/\.js(\.map)?$/, '.ts'))
    if (!existsSync(source)) rmSync(join(compiled, file), { recursive: true, force: true })
  }
}
