import type { SqlTask } from './ask.js'
import { find, type RankedHits, type SearchRequest } from './find.js'
import { list, type ListResults, type ListRequest } from './list.js'

/** What can be asked. Plain values alone, so that it can cross to a worker. */
export type Task = { readonly find: SearchRequest } | { readonly list: ListRequest }

/** What a worker makes of a task: `failed` names an SQLite failure that has to do with the file, not with the task. */
export type Outcome = { readonly done: RankedHits | ListResults } | { readonly failed: string }

export const workOf = (task: Task): SqlTask<RankedHits | ListResults> =>
  'find' in task ? find(task.find) : list(task.list)
