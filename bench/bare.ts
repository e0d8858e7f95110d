import express from 'express'
import { readFileSync } from 'node:fs'

/**
 * What the app is compared with: Express 5 as it comes, that sends pages from memory. `node bare.js PORT ETAG [FILE…]`
 * answers `/0`, `/1` … with the files, and `/` in any case. ETAG is `etag` or `no-etag`.
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
