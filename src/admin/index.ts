export { changeRole } from './change-role.js'
export { adminRoutes } from './routes.js'
