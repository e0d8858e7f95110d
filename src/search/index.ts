export { searchRoutes } from './routes.js'
export { indexDamage, indexedText, indexPage, listStrays, searchPages, unindexPage } from './store.js'
