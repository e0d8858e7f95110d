import express from 'express'
import { readFileSync } from 'node:fs'

/**
 * The baseline for the app: plain Express 5 that sends pages from memory. `node bare.js PORT ETAG [FILE…]` answers `/` with
 * a short text, and `/0`, `/1` and so on with the files. ETAG is `etag` or `no-etag`.
 */
const [port, etag, ...files] = process.argv.slice(2)
const app = express()
if (etag === 'no-etag') app.disable('etag')
app.get('/', (_req, res) => {
  res.send('It runs.')
})
for (const [index, file] of files.entries()) {
  const page = readFileSync(file, 'utf8')
  app.get(`/${index}`, (_req, res) => {
    res.type('text/html; charset=utf-8').send(page)
  })
}
app.listen(Number(port), '127.0.0.1')
