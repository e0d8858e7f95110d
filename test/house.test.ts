import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import ts from 'typescript'
import { readConfig, variableNames } from '../src/config.js'
import { projectRoot } from '../src/platform/paths.js'

/** Slices in order: each may import from those in lines above its own. */
const order: readonly (readonly string[])[] = [
  ['platform'],
  ['accounts'],
  ['activity'],
  ['pages'],
  ['revisions'],
  ['evidence'],
  ['search'],
  ['review'],
  ['reading'],
  ['sample', 'imports', 'maintenance', 'site', 'admin'],
]

/** Files that belong to no slice and put them together; no slice may import them. */
const assembly = ['config', 'app', 'server', 'start', 'cli', 'commands', 'main', 'exit', 'supported-node']

const filesBelow = (folder: string, extension: string): readonly string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith(extension))
    .map(file => join(folder, file))
    .sort()

const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8')

const sources = filesBelow('src', '.ts')
const allFiles = [...sources, ...['migrations', 'static/scripts', 'bench'].flatMap(folder => filesBelow(folder, '.ts'))]

/** Everything a file imports or re-exports: files by their path in the repository, packages by their name. */
function importsOf(file: string): readonly string[] {
  const imported: string[] = []
  const add = (specifier: ts.Expression | undefined): void => {
    if (!specifier || !ts.isStringLiteral(specifier))
      throw new Error(`${file}: an import that is not a plain string cannot be checked`)
    const { text } = specifier
    imported.push(
      text.startsWith('.')
        ? relative(projectRoot, resolve(projectRoot, dirname(file), text)).replace(/\.js$/, '.ts')
        : text,
    )
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier)
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node.moduleSpecifier)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0])
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest))
  return imported
}

/** The messages that an expression can be, with `…` for what it inserts. None if they are made elsewhere. */
function messagesOf(node: ts.Expression | undefined): readonly string[] {
  if (!node) return []
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node))
    return [[node.head.text, ...node.templateSpans.map(span => span.literal.text)].join('…')]
  if (ts.isConditionalExpression(node)) return [...messagesOf(node.whenTrue), ...messagesOf(node.whenFalse)]
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return messagesOf(node.left).flatMap(left => messagesOf(node.right).map(right => left + right))
  return []
}

/** The messages of the expected errors that a file creates. */
function errorMessagesIn(file: string): readonly string[] {
  const messages: string[] = []
  const visit = (node: ts.Node): void => {
    const isExpected = /^(NotFound|Forbidden|Conflict|Refused|Unavailable)$/
    if (ts.isNewExpression(node) && isExpected.test(node.expression.getText()))
      messages.push(...messagesOf(node.arguments?.[0]))
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true))
  return messages
}

const imports: ReadonlyMap<string, readonly string[]> = new Map(allFiles.map(file => [file, importsOf(file)]))

const sliceOf = (file: string): string | undefined => /^src\/([^/]+)\//.exec(file)?.[1]

/** A slice's place in the order; files of the assembly come after all slices. */
const placeOf = (slice: string | undefined): number => {
  const place = order.findIndex(slices => slices.includes(slice ?? ''))
  return place < 0 ? order.length : place
}

const isOfSlice = (file: string): boolean => placeOf(sliceOf(file)) < order.length

/** Folders beside src, and what else in the repository each may import. */
const besideSources: readonly { readonly folder: string; readonly mayImport: RegExp; readonly why: string }[] = [
  { folder: 'migrations/', mayImport: /^src\/platform\//, why: 'a migration knows tables only, not the code of today' },
  { folder: 'static/scripts/', mayImport: /^src\/platform\//, why: 'a script in the browser shares the platform only' },
  { folder: 'bench/', mayImport: /^(src|migrations)\//, why: 'a bench measures the site' },
]

/** Why this import is not allowed, or undefined. */
function objection(from: string, to: string): string | undefined {
  const isPackage = !/^(src|migrations|static|bench|test)\//.test(to)
  if (isPackage) return undefined
  const beside = besideSources.find(({ folder }) => from.startsWith(folder))
  if (!beside) return objectionInSources(from, to)
  return to.startsWith(beside.folder) || beside.mayImport.test(to) ? undefined : beside.why
}

function objectionInSources(from: string, to: string): string | undefined {
  if (to.startsWith('migrations/')) return isOfSlice(from) ? 'no slice imports a migration' : undefined
  if (!to.startsWith('src/')) return 'the site does not import its tests, benches or scripts'
  const slice = sliceOf(from)
  const target = sliceOf(to)
  if (target === slice) return undefined
  if (isOfSlice(from) && !isOfSlice(to)) return 'no slice imports what puts the slices together'
  if (isOfSlice(from) && placeOf(target) >= placeOf(slice)) return `${target} does not come before ${slice}`
  if (target === undefined || target === 'platform' || to === `src/${target}/index.ts`) return undefined
  return 'another slice is used through its index.ts'
}

test('every source file belongs to a slice or puts slices together', () => {
  const belongs = (file: string): boolean =>
    isOfSlice(file) || assembly.some(name => file === `src/${name}.ts` || sliceOf(file) === name)
  expect(sources.filter(file => !belongs(file))).toEqual([])
})

test('imports follow the order of the slices', () => {
  expect(
    allFiles.flatMap(from =>
      imports.get(from)!.flatMap(to => {
        const why = objection(from, to)
        return why === undefined ? [] : [`${from} imports ${to}: ${why}`]
      }),
    ),
  ).toEqual([])
})

describe('the index.ts of a slice', () => {
  const importers = [...allFiles, ...filesBelow('test', '.ts')].map(file => ({
    file,
    text: read(file),
    imported: importsOf(file),
  }))

  /** The names that a file exports: `export { a }`, `export type { A }` and `export const a`. */
  function exportsOf(file: string): readonly string[] {
    const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true)
    return source.statements.flatMap(statement => {
      if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause))
        return statement.exportClause.elements.map(({ name }) => name.text)
      const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(isExport)
      if (!isExported) return []
      if (ts.isFunctionDeclaration(statement)) return [statement.name!.text]
      return ts.isVariableStatement(statement)
        ? statement.declarationList.declarations.map(({ name }) => name.getText(source))
        : []
    })
  }

  const isExport = ({ kind }: ts.Modifier): boolean => kind === ts.SyntaxKind.ExportKeyword

  test.each(order.flat().filter(slice => sources.includes(`src/${slice}/index.ts`)))(
    'exports from %s only what somebody imports',
    slice => {
      const index = `src/${slice}/index.ts`
      const users = importers.filter(({ file, imported }) => sliceOf(file) !== slice && imported.includes(index))
      const isUsed = (name: string): boolean => users.some(({ text }) => new RegExp(`\\b${name}\\b`).test(text))
      expect(exportsOf(index)).not.toEqual([])
      expect(exportsOf(index).filter(name => !isUsed(name))).toEqual([])
    },
  )
})

test('no imports form a circle', () => {
  const done = new Set<string>()
  const circles: string[] = []
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) return void circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (done.has(file)) return
    for (const to of imports.get(file) ?? []) walk(to, [...path, file])
    done.add(file)
  }
  for (const file of allFiles) walk(file, [])
  expect(circles).toEqual([])
})

test('the message of an expected error is made of whole sentences', () => {
  const messages = sources.flatMap(file => errorMessagesIn(file).map(message => `${file}: ${message}`))
  expect(messages.length).toBeGreaterThan(40)
  expect(messages.filter(message => !/: (\p{Lu}|…).*[.…]$/su.test(message))).toEqual([])
})

describe('SQL', () => {
  const mayHoldSql = (file: string): boolean => /[/-]store\.ts$|^src\/(search|platform)\//.test(file)

  test('only stores, search and the platform import a database library, except for the health check in site', () => {
    expect(
      sources.filter(
        file => !mayHoldSql(file) && imports.get(file)!.some(to => /^(kysely|pg|better-sqlite3)$/.test(to)),
      ),
    ).toEqual(['src/site/routes.ts'])
  })

  test('only stores, search and the platform build queries', () => {
    expect(
      sources.filter(
        file => !mayHoldSql(file) && /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(/.test(read(file)),
      ),
    ).toEqual([])
  })
})

test('only config.ts reads the environment', () => {
  expect(
    [...sources, ...filesBelow('migrations', '.ts')].filter(file =>
      /\bprocess\s*(\.\s*env|\[\s*['"`]env)|\benv\b.*from 'node:process'/.test(read(file)),
    ),
  ).toEqual(['src/config.ts'])
})

test('a view prints nothing unescaped except what it includes', () => {
  const views = filesBelow('views', '.ejs')
  expect(views.length).toBeGreaterThan(30)
  expect(
    views.flatMap(view =>
      [...read(view).matchAll(/<%-\s*(.*)/g)]
        .filter(([, code]) => !/^include\('\//.test(code!))
        .map(([tag]) => `${view}: ${tag}`),
    ),
  ).toEqual([])
})

/** The longest line, in characters. Prettier breaks code at 120; comments, texts and templates are broken by hand. */
const MAX_LINE_LENGTH = 140

test(`no line is longer than ${MAX_LINE_LENGTH} characters`, () => {
  expect(
    [...allFiles, ...filesBelow('views', '.ejs')].flatMap(file =>
      read(file)
        .split('\n')
        .flatMap((line, index) => (line.length > MAX_LINE_LENGTH ? [`${file}:${index + 1}`] : [])),
    ),
  ).toEqual([])
})

describe('.env.example', () => {
  const lines = read('.env.example').split('\n')
  /** Variables stand in comments, `# NAME=default`, so a copy of the file changes nothing until it is edited. */
  const named = lines.flatMap(line => /^#? ?([A-Z_]+)=/.exec(line)?.[1] ?? [])

  test('the file names every variable once, and no other', () => {
    expect([...named].sort()).toEqual([...variableNames].sort())
  })

  test('the file gives the default of every variable', () => {
    const values = parseEnv(lines.map(line => line.replace(/^# (?=[A-Z_]+=)/, '')).join('\n'))
    expect(readConfig(values)).toEqual(readConfig({}))
  })

  test('the file explains every variable', () => {
    for (const name of variableNames) {
      const index = lines.findIndex(line => new RegExp(`^#? ?${name}=`).test(line))
      expect([name, lines[index - 1]]).toEqual([name, expect.stringMatching(/^# \S+ \S+/)])
    }
  })
})
