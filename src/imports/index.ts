export { importHistory, type ImportOptions, type ImportResult } from './import.js'
export type { LineProblem } from './parse-line.js'
export { redirectImportedLinks } from './links.js'
export { verifyHistory } from './verify.js'
