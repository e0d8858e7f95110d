export { importHistory, type ImportResult } from './import.js'
export type { LineProblem } from './parse-line.js'
export { verifyHistory } from './verify.js'
