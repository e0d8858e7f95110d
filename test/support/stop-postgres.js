export default async function stopPostgres() {
  await globalThis.unblockPostgres?.stop()
}
