export { changeRole } from './change-role.js'
export { adminRoutes, roleLabels } from './routes.js'
