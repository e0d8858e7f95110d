import { kindHeading, kindsInOrder } from '../evidence/index.js'
import { addressOf, themeName } from '../pages/index.js'
import { csvLine } from '../platform/csv.js'
import type { Config } from '../platform/deps.js'
import { noneFaced, type BlockedWhereRow } from './blocked-where-rows.js'

/** Spreadsheet programs recognise UTF-8 by this mark at the start of a file. */
const BYTE_ORDER_MARK = '\u{feff}'

/** The start of the file: the names of its columns. */
export const blockedWhereCsvHead = (): string =>
  BYTE_ORDER_MARK +
  csvLine([
    'Barrier',
    'Address',
    'Theme',
    'Status',
    'Organisations that faced it',
    'Organisations that got round it',
    ...kindsInOrder.flatMap(kind => [`${kindHeading(kind)}: faced it`, `${kindHeading(kind)}: got round it`]),
  ])

/** A barrier as a line of the file. */
export function blockedWhereCsvLine(
  config: Pick<Config, 'publicUrl' | 'themes'>,
  { page, tag, total, byKind }: BlockedWhereRow,
): string {
  const figures = kindsInOrder.map(kind => byKind.get(kind) ?? noneFaced)
  return csvLine([
    page.title,
    `${config.publicUrl}${addressOf(page)}`,
    themeName(config, page.theme),
    tag.text,
    total.faced,
    total.resolved,
    ...figures.flatMap(({ faced, resolved }) => [faced, resolved]),
  ])
}
