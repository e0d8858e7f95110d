export { fieldLabels } from './field-labels.js'
export { footerLinks, createNavigation } from './navigation.js'
export { siteRoutes } from './routes.js'
