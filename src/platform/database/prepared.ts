import type { CompiledQuery } from 'kysely'
import type { Reader } from './types.js'

/** The queries that `prepared` compiled for one database, by the functions that built them. */
type CompiledQueries = Map<unknown, CompiledQuery>

/** What a database's Kysely adapter has, so that compiled queries are kept with their database. */
export interface KeepsCompiledQueries {
  readonly compiledQueries: CompiledQueries
}

/** Stands for a value while a query is compiled. */
class Placeholder {
  constructor(readonly index: number) {}
}

/**
 * Prepares a read whose SQL is built once for each database and then run with different values. Use it for reads on every
 * page view: building a query and turning it into SQL takes several times as long as running it on SQLite.
 *
 * `build` gets placeholders instead of values, and may use them only as parameters.
 */
export function prepared<Values extends readonly unknown[], Row>(
  build: (db: Reader, ...values: Values) => { compile(): CompiledQuery<Row> },
): (db: Reader, ...values: Values) => Promise<readonly Row[]> {
  return async (db, ...values) => {
    const executor = db.getExecutor()
    const { compiledQueries } = executor.adapter as unknown as KeepsCompiledQueries
    let query = compiledQueries.get(build)
    if (!query) {
      query = build(db, ...(values.map((_, index) => new Placeholder(index)) as unknown as Values)).compile()
      compiledQueries.set(build, query)
    }
    const parameters = query.parameters.map(parameter =>
      parameter instanceof Placeholder ? values[parameter.index] : parameter,
    )
    return (await executor.executeQuery<Row>({ ...query, parameters })).rows
  }
}
