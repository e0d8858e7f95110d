import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { projectRoot } from '../src/platform/paths.js'

test('the build deletes modules whose source is gone, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unblock-build-'))
  const add = (file: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), '')
  }
  const kept = [
    'dist/.tsbuildinfo',
    'dist/bench/own.js',
    'dist/src/kept.js',
    'dist/src/kept.js.map',
    'dist/static/app.css',
  ]
  const stale = ['dist/src/gone.js', 'dist/src/gone.js.map', 'dist/src/slice/gone.js', 'dist/migrations/kept.js']
  for (const file of ['src/kept.ts', ...kept, ...stale]) add(file)
  execFileSync(process.execPath, [join(projectRoot, '.ci/remove-stale.js'), 'src', 'migrations'], { cwd: folder })
  const left = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' }).map(file => join('dist', file))
  expect(left.sort()).toEqual([...kept, 'dist/bench', 'dist/src', 'dist/static'].sort())
  rmSync(folder, { recursive: true })
})
