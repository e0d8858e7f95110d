/**
 * Type-checks the templates. `npm run types` runs it.
 *
 * Every `view<Model>('name')` and `partial<Options>('name')` in src is found by the TypeScript API. Each template
 * becomes a virtual TypeScript file that reads the declared type, with all text replaced by blanks so that each
 * expression keeps its line and column. One program compiles them; its errors are those of the templates.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

interface Declaration {
  readonly kind: 'view' | 'partial'
  /** `accounts/sign-in` */
  readonly name: string
  /** The exported constant, and the file it is in, relative to the root. */
  readonly constant: string
  readonly file: string
}

export interface ViewProblem {
  /** The template, or the source file, relative to the root. */
  readonly file: string
  readonly line: number
  readonly message: string
}

const filesBelow = (folder: string, extension: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith(extension))
    .map(file => join(folder, file))
    .sort()

const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** The declarations of views and partials in one source file. */
function declarationsIn(file: string): readonly Declaration[] {
  const text = read(file)
  if (!/\b(view|partial)(<|\()/.test(text)) return []
  const declarations: Declaration[] = []
  for (const statement of ts.createSourceFile(file, text, ts.ScriptTarget.Latest).statements) {
    if (!ts.isVariableStatement(statement)) continue
    for (const { name: constant, initializer } of statement.declarationList.declarations) {
      if (!initializer || !ts.isCallExpression(initializer) || !ts.isIdentifier(constant)) continue
      const [name] = initializer.arguments
      const kind = ts.isIdentifier(initializer.expression) ? initializer.expression.text : ''
      if ((kind !== 'view' && kind !== 'partial') || !name || !ts.isStringLiteral(name)) continue
      declarations.push({ kind, name: name.text, constant: constant.text, file })
    }
  }
  return declarations
}

/** The names that the virtual files share. `ItOf` gives what a template knows as `it`. */
const sharedTypes = (partials: readonly Declaration[]): string => `
import type { CommonModel } from '../src/platform/http/page-model.js'
import type { PartialView, View } from '../src/platform/http/views.js'
import type { SafeHtml } from '../src/platform/safe-html.js'

export type ItOf<Declared> =
  Declared extends View<infer Model> ? Model & CommonModel
  : Declared extends PartialView<infer Options> ? Options
  : never
type OptionsOf<Declared> = Declared extends PartialView<infer Options> ? Options : never
type Arguments<Options> = {} extends Options ? [options?: Options] : [options: Options]

interface Partials {
${partials
  .filter(({ name }) => name.startsWith('partials/'))
  .map(({ name, file, constant }) => `  '/${name}': OptionsOf<typeof import('../${asModule(file)}').${constant}>`)
  .join('\n')}
}

declare const includedHtml: unique symbol
export interface Included { readonly [includedHtml]: true }
export type Include = <Name extends keyof Partials>(name: Name, ...options: Arguments<Partials[Name]>) => Included
export type Print = (value: string | number | SafeHtml) => void
export type PrintRaw = (html: Included) => void
`

const asModule = (file: string): string => file.replace(/\.ts$/, '.js')

/** The code that a tag opens with has the tag's own length, so that columns stay. */
const openings: Readonly<Record<string, string>> = { '<%': '; ', '<%=': ';$(', '<%-': ';_(' }

const blank = (text: string): string => text.replace(/[^\n]/g, ' ')

/** The code of a template. Its text is blank, and each expression is the argument of `$` (escaped) or `_` (raw). */
function codeOf(template: string): string {
  let code = ''
  let end = 0
  for (const tag of template.matchAll(/(<%[=#-]?)([\s\S]*?)(-?%>)/g)) {
    const [whole, opening, inner, closing] = tag as unknown as readonly [string, string, string, string]
    code += blank(template.slice(end, tag.index))
    end = tag.index + whole.length
    if (opening === '<%#') code += blank(whole)
    else if (opening === '<%') code += `  ${inner}${';'.padEnd(closing.length)}`
    else code += `${openings[opening]!}${inner}${');'.padEnd(closing.length)}`
  }
  return code + blank(template.slice(end))
}

/** The virtual file of a template. Everything that is ours stands before its first line. */
function virtualFile(name: string, template: string, declaration: Declaration): string {
  const up = '../'.repeat(name.split('/').length)
  const shared = `import('${up}views/shared-types.js')`
  const it = `${shared}.ItOf<typeof import('${up}${asModule(declaration.file)}').${declaration.constant}>`
  const parameters = `it: ${it}, include: ${shared}.Include, $: ${shared}.Print, _: ${shared}.PrintRaw`
  return `export function render(${parameters}): void {\n${codeOf(template)}\n}\n`
}

/** A constant in a view that holds a function: a view has none of its own. */
function functionsIn(file: ts.SourceFile): readonly number[] {
  const positions: number[] = []
  const visit = (node: ts.Node): void => {
    const isOurs = node.parent === file
    if (ts.isFunctionDeclaration(node) && !isOurs) positions.push(node.getStart(file))
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isArrowFunction(node.initializer))
      positions.push(node.getStart(file))
    ts.forEachChild(node, visit)
  }
  visit(file)
  return positions
}

/** The text of each template, by its name. */
const readTemplates = (): readonly (readonly [string, string])[] =>
  filesBelow('views', '.ejs').map(file => [file.slice('views/'.length, -'.ejs'.length), read(file)])

/** Everything that is wrong with the templates. In tests, `changes` adds templates or replaces their text, by name. */
export function checkViews(changes: Readonly<Record<string, string>> = {}): readonly ViewProblem[] {
  const declarations = filesBelow('src', '.ts').flatMap(declarationsIn)
  const declaredAs = new Map(declarations.map(declaration => [declaration.name, declaration]))
  const templates = new Map([...readTemplates(), ...Object.entries(changes)])
  const problems: ViewProblem[] = []
  for (const { name, file, constant } of declarations) {
    if (!templates.has(name)) problems.push({ file, line: 1, message: `${constant}: there is no views/${name}.ejs` })
    if (declarations.filter(other => other.name === name).length > 1)
      problems.push({ file, line: 1, message: `${constant}: views/${name}.ejs is declared more than once` })
  }
  const virtualFiles = new Map([[join(root, 'views/shared-types.ts'), sharedTypes(declarations.filter(isPartial))]])
  for (const [name, template] of templates) {
    const declaration = declaredAs.get(name)
    if (declaration) virtualFiles.set(join(root, `views/${name}.ejs.ts`), virtualFile(name, template, declaration))
    else
      problems.push({ file: `views/${name}.ejs`, line: 1, message: 'No view<Model>() or partial<Options>() declares it' })
  }
  return [...problems, ...compile(virtualFiles)]
}

const isPartial = ({ kind }: Declaration): boolean => kind === 'partial'

function compile(virtualFiles: ReadonlyMap<string, string>): readonly ViewProblem[] {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    root,
  )
  const host = ts.createCompilerHost({ ...options, noEmit: true })
  const { fileExists, readFile } = host
  host.fileExists = file => virtualFiles.has(file) || fileExists(file)
  host.readFile = file => virtualFiles.get(file) ?? readFile(file)
  const program = ts.createProgram([...virtualFiles.keys()], { ...options, noEmit: true, incremental: false }, host)
  return [...virtualFiles.keys()].flatMap(name => {
    const file = program.getSourceFile(name)!
    const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    return [
      ...diagnostics.map(({ start = 0, messageText }) =>
        problemAt(file, start, ts.flattenDiagnosticMessageText(messageText, '\n')),
      ),
      ...functionsIn(file).map(start => problemAt(file, start, 'A view defines no function: build it in the model')),
    ]
  })
}

/** The template's own line: the virtual file has one more before it. */
const problemAt = (file: ts.SourceFile, position: number, message: string): ViewProblem => ({
  file: relative(root, file.fileName).replace(/\.ejs\.ts$/, '.ejs'),
  line: file.getLineAndCharacterOfPosition(position).line,
  message,
})

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = checkViews()
  for (const { file, line, message } of problems) process.stderr.write(`${file}:${line}: ${message}\n`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
