import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

export interface TemporaryFolder {
  readonly folder: string
  /** Writes these lines to a file, gzipped if its name ends in .gz. Returns its path. */
  write(name: string, lines: readonly string[] | Buffer): string
  remove(): void
}

/** Creates a folder for the files of one test file. Remove it when done. */
export function temporaryFolder(): TemporaryFolder {
  const folder = mkdtempSync(join(tmpdir(), 'unblock-files-'))
  return {
    folder,
    write(name, lines) {
      const bytes = Buffer.isBuffer(lines) ? lines : Buffer.from(lines.map(one => `${one}\n`).join(''))
      const file = join(folder, name)
      writeFileSync(file, name.endsWith('.gz') ? gzipSync(bytes) : bytes)
      return file
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
