export { importHistory, verifyHistory, type ImportOptions, type ImportResult } from './import.js'
export type { BadLine } from './lines.js'
