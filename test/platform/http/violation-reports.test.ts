import { Writable } from 'node:stream'
import express from 'express'
import pino from 'pino'
import supertest from 'supertest'
import { violationReports } from '../../../src/platform/http/violation-reports.js'

interface Line {
  readonly msg: string
  readonly directive?: string
  readonly blocked?: string
}

function appWithLog(): { readonly app: express.Express; readonly lines: Line[] } {
  const lines: Line[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Line)
      done()
    },
  })
  const app = express().use(violationReports(pino(stream)))
  return { app, lines }
}

const send = (app: express.Express, body: string) =>
  supertest(app).post('/csp-reports').set('Content-Type', 'application/csp-report').send(body)

const logged = (lines: readonly Line[]) => lines.map(({ directive, blocked }) => [directive, blocked])

test.each<[string, unknown, readonly (readonly string[])[]]>([
  [
    'the older format',
    { 'csp-report': { 'effective-directive': 'script-src', 'blocked-uri': 'https://evil.example/a?b=secret' } },
    [['script-src', 'https://evil.example']],
  ],
  [
    'the format of the Reporting API',
    [{ type: 'csp-violation', body: { effectiveDirective: 'img-src', blockedURL: 'inline' } }],
    [['img-src', 'inline']],
  ],
  ['an older name', { 'csp-report': { 'violated-directive': 'style-src' } }, [['style-src', '']]],
  ['something else', { hello: 'there' }, []],
  ['a list of nothing', [null, 1, 'x', []], []],
  ['a field that is no text', { 'csp-report': { 'effective-directive': { a: 1 } } }, []],
  ['a long text', { 'csp-report': { 'effective-directive': 'x'.repeat(5_000) } }, [['x'.repeat(200), '']]],
])('a report in %s is answered, and logged without addresses of pages', async (_, report, expected) => {
  const { app, lines } = appWithLog()
  expect((await send(app, JSON.stringify(report))).status).toBe(204)
  expect(logged(lines)).toEqual(expected)
})

test('a report that is no JSON is answered and not logged', async () => {
  const { app, lines } = appWithLog()
  expect((await send(app, '{')).status).toBe(204)
  expect(lines).toEqual([])
})

test('a report of more than 16 KB is refused', async () => {
  const { app } = appWithLog()
  expect((await send(app, `"${'x'.repeat(17_000)}"`)).status).toBe(413)
})

test('a flood of reports does not fill the log', async () => {
  const { app, lines } = appWithLog()
  const report = JSON.stringify({ 'csp-report': { 'effective-directive': 'script-src' } })
  for (let i = 0; i < 130; i++) await send(app, report)
  // Two minutes at most, if one ended meanwhile.
  expect(lines.length).toBeLessThanOrEqual(120)
})
