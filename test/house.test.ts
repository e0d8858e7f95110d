import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import ts from 'typescript'
import { readConfig, variableNames } from '../src/config.js'
import { projectRoot } from '../src/platform/paths.js'

/** The line: a slice may use those before it, never one beside or after it. What has no slice stands at its end. */
const line: readonly (readonly string[])[] = [
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
const ends = ['config', 'app', 'server', 'start', 'cli', 'main', 'exit', 'supported-node']

const filesBelow = (folder: string, extension: string): readonly string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith(extension))
    .map(file => join(folder, file))
    .sort()

const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8')

const sources = filesBelow('src', '.ts')

/** What a file imports or exports on: files by their path in the repository, packages by their name. */
function importsOf(file: string): readonly string[] {
  const found: string[] = []
  const add = (specifier: ts.Expression | undefined): void => {
    if (!specifier || !ts.isStringLiteral(specifier))
      throw new Error(`${file}: an import that is not a plain string cannot be checked`)
    const { text } = specifier
    found.push(
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
  return found
}

const imports: ReadonlyMap<string, readonly string[]> = new Map(sources.map(file => [file, importsOf(file)]))

const sliceOf = (file: string): string | undefined => /^src\/([^/]+)\//.exec(file)?.[1]

/** A slice's place in the line; what has none stands at its end. */
const placeOf = (slice: string | undefined): number => {
  const place = line.findIndex(slices => slices.includes(slice ?? ''))
  return place < 0 ? line.length : place
}

/** Why this import breaks the line, or undefined. */
function wrong(from: string, to: string): string | undefined {
  if (to.startsWith('test/')) return 'the site does not use its tests'
  const [slice, target] = [sliceOf(from), sliceOf(to)]
  if (!to.startsWith('src/') || target === slice) return undefined
  const place = placeOf(slice)
  if (placeOf(target) === line.length && place < line.length) return 'no slice imports from the end of the line'
  if (placeOf(target) >= place && place < line.length) return `${target} does not come before ${slice}`
  if (target === undefined || slice === 'bench') return undefined // a bench measures what is inside
  return target === 'platform' || to === `src/${target}/index.ts`
    ? undefined
    : 'another slice is used through its index.ts'
}

test('every file is in a slice of the line, or at its end', () => {
  const known = (file: string): boolean =>
    placeOf(sliceOf(file)) < line.length || ends.some(end => file === `src/${end}.ts` || sliceOf(file) === end)
  expect(sources.filter(file => !known(file))).toEqual([])
})

test('imports follow the line', () => {
  expect(
    sources.flatMap(from =>
      imports
        .get(from)!
        .flatMap(one => wrong(from, one) ?? [])
        .map(why => `${from}: ${why}`),
    ),
  ).toEqual([])
})

test('no file imports itself by a circle', () => {
  const done = new Set<string>()
  const circles: string[] = []
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) return void circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (done.has(file)) return
    for (const to of imports.get(file) ?? []) walk(to, [...path, file])
    done.add(file)
  }
  for (const file of sources) walk(file, [])
  expect(circles).toEqual([])
})

describe('SQL stands', () => {
  const mayHoldSql = (file: string): boolean => /[/-]store\.ts$|^src\/(search|platform|bench)\//.test(file)

  test('in store.ts files, search and the platform; and one query, for its health, in site', () => {
    expect(
      sources.filter(
        file => !mayHoldSql(file) && imports.get(file)!.some(to => /^(kysely|pg|better-sqlite3)$/.test(to)),
      ),
    ).toEqual(['src/site/routes.ts'])
  })

  test('nowhere else as a query that is built', () => {
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

test('a view prints nothing unescaped but what it includes', () => {
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

describe('.env.example', () => {
  const lines = read('.env.example').split('\n')
  /** Variables are named as comments, `# NAME=default`, so that the file can be copied and says nothing until it is changed. */
  const named = lines.flatMap(one => /^#? ?([A-Z_]+)=/.exec(one)?.[1] ?? [])

  test('names every variable once, and no other', () => {
    expect([...named].sort()).toEqual([...variableNames].sort())
  })

  test('gives values that are accepted, and are the defaults', () => {
    const values = parseEnv(lines.map(one => one.replace(/^# (?=[A-Z_]+=)/, '')).join('\n'))
    expect(readConfig(values)).toEqual(readConfig({}))
  })

  test('says what each means', () => {
    for (const name of variableNames) {
      const at = lines.findIndex(one => new RegExp(`^#? ?${name}=`).test(one))
      expect([name, lines[at - 1]]).toEqual([name, expect.stringMatching(/^# \S+ \S+/)])
    }
  })
})
