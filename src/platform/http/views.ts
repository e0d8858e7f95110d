import ejs from 'ejs'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { root } from '../paths.js'
import { SafeHtml, escaped } from '../safe-html.js'

export type Model = Readonly<Record<string, unknown>>

type Template = (model: Model) => string

const viewsFolder = join(root, 'views')

const templates = new Map<string, Template>()

function template(view: string): Template {
  const known = templates.get(view)
  if (known) return known
  const filename = join(viewsFolder, `${view}.ejs`)
  const made = ejs.compile(readFileSync(filename, 'utf8'), {
    filename, root: viewsFolder, cache: true, strict: true, _with: false, localsName: 'it', escape: escaped, rmWhitespace: true,
  }) as Template
  templates.set(view, made)
  return made
}

/** `views/<view>.ejs` with `model` as `it`. Every value is escaped, save a `SafeHtml`. */
export const renderView = (view: string, model: Model): SafeHtml => new SafeHtml(template(view)(model))
