import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY_FOLDER = '/dev/shm'

/** Containers often give /dev/shm 64 MB. A run has up to 150 MB on it. */
const ENOUGH_MEMORY_BYTES = 1024 ** 3

const PREFIX = 'unblock-tests-'

/** A folder for the files of this run, in memory where there is room: a database then waits for no disk. */
export function createRunFolder() {
  const parent = hasRoomInMemory() ? MEMORY_FOLDER : tmpdir()
  removeAbandoned(parent)
  const folder = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`))
  chmodSync(folder, 0o755) // when root runs the tests, the PostgreSQL server belongs to another user
  return folder
}

function hasRoomInMemory() {
  if (!existsSync(MEMORY_FOLDER)) return false
  const { bavail, bsize } = statfsSync(MEMORY_FOLDER)
  return bavail * bsize > ENOUGH_MEMORY_BYTES
}

/** Removes what killed runs left. A PostgreSQL server that lost its folder notices within a minute and stops. */
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
