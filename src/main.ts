import './supported-node.js'

// Loaded only after the check above: a Node.js that is too old cannot even link these modules.
const { reportAndExit } = await import('./exit.js')
const { configOfProcess } = await import('./config.js')
const { start } = await import('./start.js')

/** The service, for a process manager: `node --max-semi-space-size=8 dist/src/main.js` (decision 19). */
try {
  await start(configOfProcess())
} catch (error) {
  reportAndExit(error)
}
