import type { CompiledQuery } from 'kysely'
import type { Reader } from './types.js'

/** Stands for a value in a query that is being compiled. */
class Place {
  constructor(readonly index: number) {}
}

/**
 * A read whose SQL is made once for each database and then run with other values: to build a query and turn it into SQL
 * costs several times what SQLite takes to answer it. For the reads of every page view.
 *
 * `build` sees stand-ins in place of the values: it may only put them where a parameter goes.
 */
export function prepared<Values extends readonly unknown[], Row>(
  build: (db: Reader, ...values: Values) => { compile(): CompiledQuery<Row> },
): (db: Reader, ...values: Values) => Promise<readonly Row[]> {
  const compiled = new WeakMap<object, CompiledQuery<Row>>()
  return async (db, ...values) => {
    const executor = db.getExecutor()
    let query = compiled.get(executor.adapter)
    if (!query) {
      query = build(db, ...(values.map((_, index) => new Place(index)) as unknown as Values)).compile()
      compiled.set(executor.adapter, query)
    }
    const parameters = query.parameters.map(parameter =>
      parameter instanceof Place ? values[parameter.index] : parameter,
    )
    return (await executor.executeQuery<Row>({ ...query, parameters })).rows
  }
}
