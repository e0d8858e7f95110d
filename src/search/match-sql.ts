import type { Engine, Sql } from '../platform/database/index.js'
import { expressionOf, type Match } from './match.js'
import { fieldWeights, postgresFieldWeights } from './score.js'
import { joinSql, seqColumn, sql } from './sql.js'

/** The condition that an entry of the index matches. */
export const matches = (engine: Engine, match: Match): Sql =>
  sql(
    engine === 'sqlite' ? 'page_search match ?' : `page_search.document @@ to_tsquery('unblock', ?)`,
    expressionOf(engine, match),
  )

/** The column `score`: how well an entry of the index matches. */
export const scoreOf = (engine: Engine, match: Match): Sql =>
  engine === 'sqlite'
    ? sql(`-bm25(page_search, ${fieldWeights}) as score`)
    : sql(
        `ts_rank('${postgresFieldWeights}', page_search.document, to_tsquery('unblock', ?), 1) as score`,
        expressionOf(engine, match),
      )

/** The numbers, as `seq`, of the pages that match, with their score if one is given. */
export const selectMatching = (engine: Engine, match: Match, score?: Sql): Sql =>
  joinSql([
    sql(`select ${seqColumn(engine)} as seq`),
    ...(score ? [sql(','), score] : []),
    sql('from page_search where'),
    matches(engine, match),
  ])
