export { listPageActivity, listActivity, recordActivity, type Activity, type NewActivity, type Verb } from './store.js'
