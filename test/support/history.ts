import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Creates a line of a history file, with defaults. Leaves out fields that are set to undefined. */
export const line = (fields: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    path: 'docs/page.md',
    op: 'M',
    date: '2019-02-20T10:17:12+01:00',
    author: 'A. Writer',
    message: 'Change it\n\nAt length.',
    text: '# A page\n\nIts first paragraph.\n',
    ...fields,
  })

/** Creates a folder for the history files of one test file. Remove it when done. */
export function filesFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'unblock-files-'))
  return {
    folder,
    /** Writes these lines to a file, gzipped if its name ends in .gz. Returns its path. */
    write(name: string, lines: readonly string[] | Buffer): string {
      const bytes = Buffer.isBuffer(lines) ? lines : Buffer.from(lines.map(one => `${one}\n`).join(''))
      const file = join(folder, name)
      writeFileSync(file, name.endsWith('.gz') ? gzipSync(bytes) : bytes)
      return file
    },
    remove: (): void => rmSync(folder, { recursive: true, force: true }),
  }
}
