import { SafeHtml, escaped } from '../platform/safe-html.js'
import { pluralise } from '../platform/text.js'
import type { Diff, DiffLine, DiffRow } from './diff.js'

/** Rows beyond this many make a page that no browser likes: both texts are then shown whole instead. */
const MOST_ROWS = 3_000

type Side = 'removed' | 'added'

const signs: Readonly<Record<Side, string>> = {
  removed:
    '<span class="app-diff__sign" aria-hidden="true">−</span><span class="govuk-visually-hidden">Removed: </span>',
  added: '<span class="app-diff__sign" aria-hidden="true">+</span><span class="govuk-visually-hidden">Added: </span>',
}

function textOf(line: DiffLine, side: Side | undefined, whole: boolean): string {
  const mark = side === 'removed' ? 'del' : 'ins'
  const text = line.segments
    .map(({ text, changed, label }) => {
      const shown = label === undefined ? escaped(text) : `<span class="app-diff__unseen">${escaped(label)}</span>`
      return changed && side && !whole ? `<${mark}>${shown}</${mark}>` : shown
    })
    .join('')
  const note = line.note === undefined ? '' : `<span class="app-meta"> (${line.note})</span>`
  return `${side ? signs[side] : ''}<div class="app-diff__line">${text}${note}</div>`
}

const sideOf = (row: DiffRow, side: Side): Side | undefined => (row.kind === 'same' ? undefined : side)

/** A whole line that came or went needs no marks on its words: its sign and colour say so. */
const isWhole = (row: DiffRow): boolean => row.kind === 'added' || row.kind === 'removed'

/** What the link to the first change leads to and puts the focus on. */
const targetOf = (id: string | undefined): string => (id === undefined ? '' : ` id="${id}" tabindex="-1"`)

function sideCells(row: DiffRow, line: DiffLine | undefined, side: Side, id: string | undefined): string {
  if (!line) return '<td class="app-diff__number app-diff__none"></td><td class="app-diff__text app-diff__none"></td>'
  const state = sideOf(row, side)
  const style = state ? ` app-diff__${state}` : ''
  return `<td class="app-diff__number${style}">${line.number}</td><td class="app-diff__text${style}"${targetOf(id)}>${textOf(line, state, isWhole(row))}</td>`
}

const sideRow = (row: DiffRow, id: string | undefined): string =>
  `<tr>${sideCells(row, row.before, 'removed', id)}${sideCells(row, row.after, 'added', row.before ? undefined : id)}</tr>`

function inlineRow(row: DiffRow, id: string | undefined): string {
  const line = (
    one: DiffLine,
    before: number | '',
    after: number | '',
    side: Side | undefined,
    target: string | undefined,
  ): string =>
    `<tr${side ? ` class="app-diff__${side}"` : ''}><td class="app-diff__number">${before}</td><td class="app-diff__number">${after}</td><td class="app-diff__text"${targetOf(target)}>${textOf(one, side, isWhole(row))}</td></tr>`
  if (row.kind === 'same') return line(row.after, row.before.number, row.after.number, undefined, undefined)
  return (
    (row.before ? line(row.before, row.before.number, '', 'removed', id) : '') +
    (row.after ? line(row.after, '', row.after.number, 'added', row.before ? undefined : id) : '')
  )
}

interface Layout {
  readonly name: 'side' | 'inline'
  readonly caption: string
  readonly head: string
  readonly columns: string
  readonly width: number
  readonly row: (row: DiffRow, id: string | undefined) => string
}

const layouts: readonly Layout[] = [
  {
    name: 'side',
    caption: 'Changes, side by side',
    width: 4,
    row: sideRow,
    columns: '<colgroup><col class="app-diff__number"><col><col class="app-diff__number"><col></colgroup>',
    head: '<thead><tr><th scope="col" class="app-diff__number">#</th><th scope="col">Before</th><th scope="col" class="app-diff__number">#</th><th scope="col">After</th></tr></thead>',
  },
  {
    name: 'inline',
    caption: 'Changes, line by line',
    width: 3,
    row: inlineRow,
    columns: '<colgroup><col class="app-diff__number"><col class="app-diff__number"><col></colgroup>',
    head: '<thead class="govuk-visually-hidden"><tr><th scope="col">Line before</th><th scope="col">Line after</th><th scope="col">Text</th></tr></thead>',
  },
]

function tableOf(diff: Diff, { name, caption, head, columns, width, row }: Layout): string {
  const first = diff.blocks.flatMap(block => block.rows).find(one => one.kind !== 'same')
  const bodies = diff.blocks.map(block => {
    const rows = block.rows.map(one => row(one, one === first ? `${name}-first-change` : undefined)).join('')
    if (block.kind === 'rows') return `<tbody>${rows}</tbody>`
    return `<tbody><tr><td colspan="${width}" class="app-diff__fold-cell"><details class="app-diff__fold"><summary>Show ${pluralise(block.rows.length, 'unchanged line')}</summary><table class="app-diff__table">${columns}<tbody>${rows}</tbody></table></details></td></tr></tbody>`
  })
  return `<div class="app-diff app-diff--${name}"><table class="app-diff__table"><caption class="govuk-visually-hidden">${caption}</caption>${columns}${head}${bodies.join('')}</table></div>`
}

/**
 * A diff as HTML, side by side and line by line (the style sheet shows the one that fits the screen). A template would
 * take an include a row, which is what costs. The changes of each are `side-change-1`, `inline-change-1` and so on. Undefined when there are too many rows to show.
 */
export function diffHtml(diff: Diff): SafeHtml | undefined {
  if (diff.blocks.reduce((rows, block) => rows + block.rows.length, 0) > MOST_ROWS) return undefined
  return new SafeHtml(layouts.map(layout => tableOf(diff, layout)).join('\n'))
}
