export { fieldLabels } from './field-labels.js'
export { footerLinks, navigationFor } from './navigation.js'
export { siteRoutes } from './routes.js'
