import ejs from 'ejs'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { root } from '../paths.js'
import { SafeHtml, escaped } from '../safe-html.js'

export type Model = Readonly<Record<string, unknown>>

type Template = (model: Model) => string

const viewsFolder = join(root, 'views')

const templates = new Map<string, Template>()

/**
 * How EJS compiles a view. Its own `include` looks the file up anew and copies the whole model twice for each partial,
 * which was half the cost of a page: views find ours in the model, under the same name.
 */
const options = {
  root: viewsFolder,
  strict: true,
  _with: false,
  localsName: 'it',
  destructuredLocals: ['include'],
  unsafePrototypeLocals: true,
  escape: escaped,
  rmWhitespace: true,
}

function template(view: string): Template {
  const known = templates.get(view)
  if (known) return known
  const filename = join(viewsFolder, `${view}.ejs`)
  const made = ejs.compile(readFileSync(filename, 'utf8'), { ...options, filename }) as Template
  templates.set(view, made)
  return made
}

/** What a view knows as `it`: a copy of `model` that is its own, room for what a layout adds, and the way to its partials. */
function viewModel(model: Model, more?: Model): Record<string, unknown> {
  const it: Record<string, unknown> = Object.assign({ include: undefined, content: undefined }, model, more)
  // A partial that is given no more than the view itself shares its model: a copy costs more than most partials.
  it['include'] = (partial: string, extra?: Model) => template(partial.slice(1))(extra ? viewModel(it, extra) : it)
  return it
}

/** `views/<view>.ejs` with `model` as `it`. Every value is escaped, save a `SafeHtml`. */
export const renderView = (view: string, model: Model): SafeHtml => new SafeHtml(template(view)(viewModel(model)))

/** The same within `views/layout.ejs`, which is given `common` too, and the view as `it.content`. */
export function renderPage(view: string, common: Model, model: Model): string {
  const it = viewModel(common, model)
  it['content'] = new SafeHtml(template(view)(it))
  return template('layout')(it)
}
