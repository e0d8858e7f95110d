export { historyOf, listActivity, record, type Activity, type NewActivity, type Verb } from './store.js'
