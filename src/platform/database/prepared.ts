import type { CompiledQuery } from 'kysely'
import type { Reader } from './types.js'

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
  const compiled = new WeakMap<object, CompiledQuery<Row>>()
  return async (db, ...values) => {
    const executor = db.getExecutor()
    let query = compiled.get(executor.adapter)
    if (!query) {
      query = build(db, ...(values.map((_, index) => new Placeholder(index)) as unknown as Values)).compile()
      compiled.set(executor.adapter, query)
    }
    const parameters = query.parameters.map(parameter =>
      parameter instanceof Placeholder ? values[parameter.index] : parameter,
    )
    return (await executor.executeQuery<Row>({ ...query, parameters })).rows
  }
}
