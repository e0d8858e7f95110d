import { kindHeading, kindsInOrder } from '../evidence/index.js'
import { addressOf } from '../pages/index.js'
import type { Config } from '../platform/deps.js'
import { withQuery, type Link, type PageModel, type SelectItem, type Tag } from '../platform/http/index.js'
import { noOrganisations, type BlockedWhereRow, type KindColumn } from './blocked-where-rows.js'

/** Barriers in the table. The CSV has all of them. */
export const MAX_TABLE_ROWS = 100

/** More columns than this do not fit beside the barriers in the page's usual width. */
const MAX_COLUMNS = 7

/** More columns than this do not fit beside the barriers in a window of 1280 pixels. */
const MAX_COLUMNS_WIDE = 10

/** Shades of a cell, without the blank one. Shading shows roughly what the figure in the cell says exactly. */
const SHADES = 4

/** The values of `sort` in an address. */
export const blockedWhereSorts = ['total', 'resolved', 'title', ...kindsInOrder] as const
export type BlockedWhereSort = (typeof blockedWhereSorts)[number]

const DEFAULT_SORT: BlockedWhereSort = 'total'

const namesOfTotals = { total: 'Faced it', resolved: 'Got round it' } as const

interface ColumnHeading extends Link {
  /** Set for the column that the table is sorted by. */
  readonly ariaSort: 'ascending' | 'descending' | undefined
}

interface KindCell {
  /** The heading of its column, for screens on which rows are stacked. */
  readonly label: string
  readonly faced: number
  readonly resolved: number
  /** From 0 (nobody faced it) to 4 (the most in the table). */
  readonly shade: number
}

interface TableRow {
  readonly title: string
  readonly href: string
  readonly tag: Tag
  readonly totals: readonly { readonly label: string; readonly organisations: number }[]
  readonly cells: readonly KindCell[]
  /** Whether any organisation got round it. */
  readonly isResolvedAnywhere: boolean
}

/** The page with the table of barriers by kind of organisation. */
export interface BlockedWhereModel extends PageModel {
  readonly theme: string | undefined
  readonly themes: readonly SelectItem[]
  readonly sort: BlockedWhereSort
  /** The columns to sort by, for screens on which they have no headings. */
  readonly sorts: readonly SelectItem[]
  readonly csv: string
  readonly titleHeading: ColumnHeading
  readonly headings: readonly ColumnHeading[]
  /** Whether the table takes the width of the window. */
  readonly isWide: boolean
  /** Whether even a wide window may be too narrow for the table. */
  readonly isVeryWide: boolean
  readonly rows: readonly TableRow[]
  /** Says that the table does not have all barriers. */
  readonly cutText: string | undefined
  /** Shown instead of the table when it has no rows. */
  readonly empty: { readonly heading: string; readonly text: string; readonly link: Link }
}

interface BlockedWhere {
  readonly config: Pick<Config, 'themes'>
  /** The slug of a theme, which may not exist. */
  readonly theme: string | undefined
  readonly sort: BlockedWhereSort | undefined
  /** One more than the table has room for, where there are more. */
  readonly loaded: readonly BlockedWhereRow[]
}

/** Whether a theme is one of the site's; no theme means all of them. */
export const isKnownTheme = ({ themes }: Pick<Config, 'themes'>, slug: string | undefined): boolean =>
  slug === undefined || themes.some(theme => theme.slug === slug)

/** The table of barriers by kind of organisation. Kinds that faced none of the barriers have no column. */
export function blockedWhereModel({ config, theme, sort: wantedSort, loaded }: BlockedWhere): BlockedWhereModel {
  const rows = loaded.slice(0, MAX_TABLE_ROWS)
  const columns = kindsInOrder.filter(kind => rows.some(row => row.byKind.has(kind)))
  const sort = shownSort(wantedSort, columns)
  const mostFaced = Math.max(1, ...rows.flatMap(row => [...row.byKind.values()].map(count => count.faced)))
  const heading = (column: BlockedWhereSort): ColumnHeading => ({
    text: columnName(column),
    href: withQuery('/blocked-where', { theme, sort: column === DEFAULT_SORT ? undefined : column }),
    ariaSort: column === sort ? directionOf(column) : undefined,
  })
  const figures: readonly BlockedWhereSort[] = ['total', 'resolved', ...columns]
  return {
    pageTitle: 'Barriers by kind of organisation',
    section: 'organisations',
    breadcrumbs: [{ text: 'Organisations', href: '/organisations' }],
    theme,
    themes: [
      { value: '', text: 'All themes' },
      ...config.themes.map(({ slug, name }) => ({ value: slug, text: name })),
    ],
    sort,
    sorts: (['title', ...figures] as const).map(column => ({ value: column, text: columnName(column) })),
    csv: withQuery('/blocked-where.csv', { theme }),
    titleHeading: heading('title'),
    headings: figures.map(heading),
    isWide: figures.length > MAX_COLUMNS,
    isVeryWide: figures.length > MAX_COLUMNS_WIDE,
    rows: sortRows(rows, sort).map(row => tableRow(row, columns, mostFaced)),
    cutText: loaded.length > MAX_TABLE_ROWS ? cutText : undefined,
    empty: isKnownTheme(config, theme) ? noBarriers(theme) : unknownTheme,
  }
}

/** The order of the table. A kind without a column cannot be sorted by. */
function shownSort(sort: BlockedWhereSort | undefined, columns: readonly KindColumn[]): BlockedWhereSort {
  if (sort === undefined || sort === 'title' || sort === 'resolved') return sort ?? DEFAULT_SORT
  return columns.some(kind => kind === sort) ? sort : DEFAULT_SORT
}

function columnName(column: BlockedWhereSort): string {
  if (column === 'title') return 'Barrier'
  return column === 'total' || column === 'resolved' ? namesOfTotals[column] : kindHeading(column)
}

const directionOf = (sort: BlockedWhereSort): 'ascending' | 'descending' =>
  sort === 'title' ? 'ascending' : 'descending'

function sortRows(rows: readonly BlockedWhereRow[], sort: BlockedWhereSort): readonly BlockedWhereRow[] {
  const byTitle = rows.toSorted((a, b) => a.page.title.localeCompare(b.page.title))
  if (sort === 'title') return byTitle
  return byTitle.sort((a, b) => sortFigure(b, sort) - sortFigure(a, sort))
}

function sortFigure({ total, byKind }: BlockedWhereRow, sort: Exclude<BlockedWhereSort, 'title'>): number {
  if (sort === 'total') return total.faced
  if (sort === 'resolved') return total.resolved
  return byKind.get(sort)?.faced ?? 0
}

const tableRow = (row: BlockedWhereRow, columns: readonly KindColumn[], mostFaced: number): TableRow => ({
  title: row.page.title,
  href: addressOf(row.page),
  tag: row.tag,
  totals: [
    { label: namesOfTotals.total, organisations: row.total.faced },
    { label: namesOfTotals.resolved, organisations: row.total.resolved },
  ],
  cells: columns.map(kind => {
    const { faced, resolved } = row.byKind.get(kind) ?? noOrganisations
    return { label: kindHeading(kind), faced, resolved, shade: Math.ceil((SHADES * faced) / mostFaced) }
  }),
  isResolvedAnywhere: row.total.resolved > 0,
})

const cutText =
  `This table shows the ${MAX_TABLE_ROWS} barriers faced by the most organisations. ` +
  'Download the CSV for the full list.'

const noBarriers = (theme: string | undefined): BlockedWhereModel['empty'] => ({
  heading: 'No reports yet',
  text:
    `No organisation has reported a barrier ${theme === undefined ? '' : 'in this theme '}yet. ` +
    'If a barrier affects yours, choose “We faced this” on its page.',
  link: { href: withQuery('/barriers', { theme }), text: 'Barriers' },
})

const unknownTheme: BlockedWhereModel['empty'] = {
  heading: 'This theme does not exist',
  text: 'Choose one from the list.',
  link: { href: '/blocked-where', text: 'All themes' },
}
