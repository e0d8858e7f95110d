import type { Asking } from './ask.js'
import { find, type FoundPages, type Request } from './find.js'
import { list, type Listed, type ListRequest } from './list.js'

/** What can be asked. Plain values alone, so that it can cross to a worker. */
export type Task = { readonly find: Request } | { readonly list: ListRequest }

/** What a worker makes of a task: `failed` names an SQLite failure that has to do with the file, not with the task. */
export type Outcome = { readonly done: FoundPages | Listed } | { readonly failed: string }

export const workOf = (task: Task): Asking<FoundPages | Listed> => ('find' in task ? find(task.find) : list(task.list))
