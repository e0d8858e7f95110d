import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY_FOLDER = '/dev/shm'

/** Space needed in /dev/shm: a run uses up to 150 MB. Containers often have only 64 MB. */
const ENOUGH_MEMORY_BYTES = 1024 ** 3

const PREFIX = 'unblock-tests-'

/** Creates a folder for the files of this run. In memory if there is room, so that databases never wait for a disk. */
export function createRunFolder() {
  const parent = hasRoomInMemory() ? MEMORY_FOLDER : tmpdir()
  removeAbandoned(parent)
  const folder = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`))
  chmodSync(folder, 0o755) // if root runs the tests, the PostgreSQL server runs as another user
  return folder
}

function hasRoomInMemory() {
  if (!existsSync(MEMORY_FOLDER)) return false
  const { bavail, bsize } = statfsSync(MEMORY_FOLDER)
  return bavail * bsize > ENOUGH_MEMORY_BYTES
}

/** Removes the folders of killed runs. A PostgreSQL server whose folder is gone stops within a minute. */
function removeAbandoned(parent) {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(PREFIX)) continue
    const pid = Number.parseInt(name.slice(PREFIX.length), 10)
    if (!isRunning(pid)) rmSync(join(parent, name), { recursive: true, force: true })
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
