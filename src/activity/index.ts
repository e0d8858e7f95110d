export {
  findPageActivityAt,
  listActivity,
  listPageActivity,
  recordActivity,
  type Activity,
  type NewActivity,
  type Verb,
} from './store.js'
