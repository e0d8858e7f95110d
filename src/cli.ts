#!/usr/bin/env node
import './supported-node.js'

// Loaded only after the check above: a Node.js that is too old cannot even link these modules.
const { reportAndExit } = await import('./exit.js')
const { createProgram } = await import('./commands/index.js')

await createProgram().parseAsync().catch(reportAndExit)
