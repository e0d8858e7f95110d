import './supported-node.js'

// Loaded only after the check above: a Node.js that is too old cannot even link these modules.
const { reportAndExit } = await import('./exit.js')
const { configOfProcess } = await import('./config.js')
const { start } = await import('./start.js')

/** The service, for a process manager: `node dist/src/main.js`. */
try {
  await start(configOfProcess())
} catch (error) {
  reportAndExit(error)
}
