/**
 * Views: the EJS templates in `views/`, each with a typed model.
 *
 * A slice declares a view once, as an exported constant beside the route that shows it:
 *
 *     interface SignInModel extends PageModel { readonly returnTo: string }
 *     export const signInView = view<SignInModel>('accounts/sign-in')       // views/accounts/sign-in.ejs
 *
 *     show(req, res, signInView, { pageTitle: 'Sign in', returnTo: '/' })
 *
 * The template reads its model as `it`, for example `it.returnTo`. Every page also has a `CommonModel`: `it.site`, `it.csrf`.
 *
 * A partial is declared in the same way, by the slice that builds its options. It gets those options and nothing else:
 *
 *     export const cardsPartial = partial<CardsOptions>('partials/cards')   // views/partials/cards.ejs
 *
 *     <%- include('/partials/cards', { cards: it.cards }) %>
 *
 * `npm run types` compiles the templates against these types (test/views/check-views.ts). A missing or mistyped
 * property, an unknown partial and a view without a declaration are errors with the line of the template.
 * A template can print strings, numbers and `SafeHtml`; test an optional value with `if` before printing it.
 */
import ejs from 'ejs'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { projectRoot } from '../paths.js'
import { SafeHtml, escapeHtml } from '../safe-html.js'
import type { FieldError } from './forms.js'
import type { CommonModel, LayoutModel, Navigation, PageModel } from './page-model.js'

/** A template for a page, with the type of its model. */
export interface View<Model extends PageModel> {
  readonly kind: 'view'
  readonly name: string
  /** Never set. Only carries the type. */
  readonly modelType?: Model
}

/** A template that others include, with the type of its options. */
export interface PartialView<Options extends object> {
  readonly kind: 'partial'
  readonly name: string
  /** Never set. Only carries the type. */
  readonly optionsType?: Options
}

/** Declares `views/<name>.ejs` as a page with this model. */
export const view = <Model extends PageModel = PageModel>(name: string): View<Model> => ({ kind: 'view', name })

/** Declares `views/<name>.ejs` as a partial with these options. */
export const partial = <Options extends object>(name: string): PartialView<Options> => ({ kind: 'partial', name })

/** All templates. Each is compiled on first use. */
export interface Views {
  /** Renders a page in the layout, as HTML. */
  page<Model extends PageModel>(
    view: View<Model>,
    model: NoInfer<Model>,
    common: CommonModel,
    navigation: Navigation,
  ): string
  /** Renders a partial by itself. Escapes every value except `SafeHtml`. */
  partial<Options extends object>(partial: PartialView<Options>, options: NoInfer<Options>): SafeHtml
}

/** The page around every view. */
export const layout = partial<LayoutModel>('layout')

/** Creates the views from the templates below `folder`. */
export function createViews(folder = join(projectRoot, 'views')): Views {
  const templates = new Map<string, Template>()

  function template(name: string): Template {
    const compiled = templates.get(name) ?? compile(join(folder, `${name}.ejs`))
    templates.set(name, compiled)
    return compiled
  }

  const include = (address: string, options: object = {}): string =>
    template(address.slice(1))({ it: options, include })

  return {
    page(view, model, common, navigation) {
      const it = { ...common, ...model }
      const content = new SafeHtml(template(view.name)({ it, include }))
      const errors = model.errors && linkedToFields(model.errors, content)
      return template(layout.name)({ it: { ...it, errors, content, navigation }, include })
    },
    partial: (partial, options) => new SafeHtml(template(partial.name)({ it: options, include })),
  }
}

/** Makes an error one of the whole form if its field is not on the page, so that the error summary links to no field. */
const linkedToFields = (errors: readonly FieldError[], content: SafeHtml): readonly FieldError[] =>
  errors.map(error =>
    content.toString().includes(` id="${escapeHtml(error.field)}"`) ? error : { ...error, field: '' },
  )

/** The variables of a template. */
interface Scope {
  readonly it: object
  readonly include: (address: string, options?: object) => string
}

type Template = (scope: Scope) => string

/** Compiles a template with our own `include`: for each partial, EJS's would read the file and copy the whole model. */
const compile = (filename: string): Template =>
  ejs.compile(readFileSync(filename, 'utf8'), {
    filename,
    strict: true,
    _with: false,
    localsName: 'scope',
    destructuredLocals: ['it', 'include'],
    escape: escapeHtml,
    rmWhitespace: true,
  })
