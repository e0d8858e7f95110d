export { importHistory, verifyHistory, type ImportOptions, type ImportResult } from './import.js'
export type { LineProblem } from './lines.js'
