import { rmSync } from 'node:fs'

export default async function globalTeardown() {
  await globalThis.dropTemplates?.()
  await globalThis.stopPostgres?.()
  if (process.env.TEST_FOLDER) rmSync(process.env.TEST_FOLDER, { recursive: true, force: true })
}
