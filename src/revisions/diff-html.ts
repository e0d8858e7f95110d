import { SafeHtml, escapeHtml } from '../platform/safe-html.js'
import { pluralise } from '../platform/text.js'
import type { Diff, DiffLine, DiffRow } from './diff.js'

/** With more rows a browser struggles with the page. Views then show both texts in full. */
const MAX_ROWS = 3_000

type Side = 'removed' | 'added'

const signs: Readonly<Record<Side, string>> = {
  removed:
    '<span class="app-diff__sign" aria-hidden="true">−</span><span class="govuk-visually-hidden">Removed: </span>',
  added: '<span class="app-diff__sign" aria-hidden="true">+</span><span class="govuk-visually-hidden">Added: </span>',
}

function textOf(line: DiffLine, side: Side | undefined, isWholeLine: boolean): string {
  const mark = side === 'removed' ? 'del' : 'ins'
  const text = line.segments
    .map(({ text, changed, label }) => {
      const shown =
        label === undefined ? escapeHtml(text) : `<span class="app-diff__unseen">${escapeHtml(label)}</span>`
      return changed && side && !isWholeLine ? `<${mark}>${shown}</${mark}>` : shown
    })
    .join('')
  const note = line.note === undefined ? '' : `<span class="app-meta"> (${line.note})</span>`
  return `${side ? signs[side] : ''}<div class="app-diff__line">${text}${note}</div>`
}

const sideOf = (row: DiffRow, side: Side): Side | undefined => (row.kind === 'same' ? undefined : side)

/** In a line that was added or removed as a whole, words need no marks: its sign and colour say it. */
const isWhole = (row: DiffRow): boolean => row.kind === 'added' || row.kind === 'removed'

/** Makes a cell the target of the link to the first change, which moves the focus there. */
const targetOf = (id: string | undefined): string => (id === undefined ? '' : ` id="${id}" tabindex="-1"`)

function sideCells(row: DiffRow, line: DiffLine | undefined, side: Side, id: string | undefined): string {
  if (!line) return '<td class="app-diff__number app-diff__none"></td><td class="app-diff__text app-diff__none"></td>'
  const state = sideOf(row, side)
  const style = state ? ` app-diff__${state}` : ''
  const text = textOf(line, state, isWhole(row))
  const number = `<td class="app-diff__number${style}">${line.number}</td>`
  return `${number}<td class="app-diff__text${style}"${targetOf(id)}>${text}</td>`
}

function sideRow(row: DiffRow, id: string | undefined): string {
  const before = sideCells(row, row.before, 'removed', id)
  const after = sideCells(row, row.after, 'added', row.before ? undefined : id)
  return `<tr>${before}${after}</tr>`
}

function inlineRow(row: DiffRow, id: string | undefined): string {
  const { before, after } = row
  if (row.kind === 'same') return inlineLine(row.after, { before: row.before.number, after: row.after.number })
  const removed = before && inlineLine(before, { before: before.number, side: 'removed', id, isWhole: !after })
  const added =
    after && inlineLine(after, { after: after.number, side: 'added', id: before ? undefined : id, isWhole: !before })
  return (removed ?? '') + (added ?? '')
}

/** Where a line stands, line by line. */
interface InlinePlace {
  /** Its number before and after; a line that was added or removed has only one of them. */
  readonly before?: number
  readonly after?: number
  readonly side?: Side
  readonly id?: string | undefined
  /** Whether it was added or removed as a whole. */
  readonly isWhole?: boolean
}

function inlineLine(line: DiffLine, { before, after, side, id, isWhole = false }: InlinePlace): string {
  const style = side ? ` class="app-diff__${side}"` : ''
  const numbers = `<td class="app-diff__number">${before ?? ''}</td><td class="app-diff__number">${after ?? ''}</td>`
  const text = textOf(line, side, isWhole)
  return `<tr${style}>${numbers}<td class="app-diff__text"${targetOf(id)}>${text}</td></tr>`
}

interface Layout {
  readonly name: 'side' | 'inline' | 'new'
  readonly caption: string
  readonly head: string
  readonly columns: string
  readonly width: number
  readonly rowHtml: (row: DiffRow, id: string | undefined) => string
}

const layouts: readonly Layout[] = [
  {
    name: 'side',
    caption: 'Changes, side by side',
    width: 4,
    rowHtml: sideRow,
    columns: '<colgroup><col class="app-diff__number"><col><col class="app-diff__number"><col></colgroup>',
    head:
      '<thead><tr><th scope="col" class="app-diff__number">#</th><th scope="col">Before</th>' +
      '<th scope="col" class="app-diff__number">#</th><th scope="col">After</th></tr></thead>',
  },
  {
    name: 'inline',
    caption: 'Changes, line by line',
    width: 3,
    rowHtml: inlineRow,
    columns: '<colgroup><col class="app-diff__number"><col class="app-diff__number"><col></colgroup>',
    head:
      '<thead class="govuk-visually-hidden"><tr><th scope="col">Line before</th>' +
      '<th scope="col">Line after</th><th scope="col">Text</th></tr></thead>',
  },
]

/** For a new text, which has nothing before it. */
const newLayout: Layout = {
  name: 'new',
  caption: 'The text, line by line',
  width: 2,
  rowHtml: (row, id) => `<tr>${sideCells(row, row.after, 'added', id)}</tr>`,
  columns: '<colgroup><col class="app-diff__number"><col></colgroup>',
  head: '<thead class="govuk-visually-hidden"><tr><th scope="col">Line</th><th scope="col">Text</th></tr></thead>',
}

function tableOf(diff: Diff, { name, caption, head, columns, width, rowHtml }: Layout): string {
  const first = diff.blocks.flatMap(block => block.rows).find(row => row.kind !== 'same')
  const bodies = diff.blocks.map(block => {
    const rows = block.rows
      .map(diffRow => rowHtml(diffRow, diffRow === first ? `${name}-first-change` : undefined))
      .join('')
    if (block.kind === 'rows') return `<tbody>${rows}</tbody>`
    const folded = `<table class="app-diff__table">${columns}<tbody>${rows}</tbody></table>`
    const summary = `<summary>Show ${pluralise(block.rows.length, 'unchanged line')}</summary>`
    const details = `<details class="app-diff__fold">${summary}${folded}</details>`
    return `<tbody><tr><td colspan="${width}" class="app-diff__fold-cell">${details}</td></tr></tbody>`
  })
  const captionHtml = `<caption class="govuk-visually-hidden">${caption}</caption>`
  const table = `<table class="app-diff__table">${captionHtml}${columns}${head}${bodies.join('')}</table>`
  return `<div class="app-diff app-diff--${name}">${table}</div>`
}

/**
 * A diff as HTML, side by side and line by line; the style sheet shows the one that fits the screen. The first change has
 * the ids `side-first-change` and `inline-first-change`. Undefined if there are too many rows to show. It is built here
 * and not in a template, because an include for each row would be slow. A new text is only shown line by line.
 */
export function diffHtml(diff: Diff, isNew: boolean): SafeHtml | undefined {
  if (diff.blocks.reduce((rows, block) => rows + block.rows.length, 0) > MAX_ROWS) return undefined
  return new SafeHtml((isNew ? [newLayout] : layouts).map(layout => tableOf(diff, layout)).join('\n'))
}
