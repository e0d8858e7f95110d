export { check } from './check.js'
export { rebuild, rebuilders } from './rebuild.js'
