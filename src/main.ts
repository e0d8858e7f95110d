import './supported-node.js'
import { start } from './start.js'
import { configOfProcess } from './config.js'
import { reportAndExit } from './exit.js'

/** The service, for a process manager: `node dist/src/main.js`. */
try {
  await start(configOfProcess())
} catch (error) {
  reportAndExit(error)
}
