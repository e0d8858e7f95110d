import { CannotStart } from './platform/errors.js'
import { reportAndExit } from './exit.js'

/** `engines` in package.json says the same. better-sqlite3 crashes the process on an older Node. */
const OLDEST_MAJOR = 22

// Imported first by each entry point, so that this runs before any module that needs a newer Node.
if (Number(process.versions.node.split('.')[0]) < OLDEST_MAJOR) {
  reportAndExit(
    new CannotStart(
      `Unblock needs Node.js ${OLDEST_MAJOR} or newer. This is ${process.version}. ` +
        'In a clone, npm start uses the Node.js that npm ci installed.',
    ),
  )
}
