import type { Measured } from './processes.js'

/** Simultaneous connections. */
const CONNECTIONS = 20

/** What to request from which server. */
export interface Target {
  readonly server: Measured
  /** One path, or several to request in turn. */
  readonly paths: readonly string[]
  readonly cookie?: string
}

/** Requests pages over persistent local connections. Returns answers per second. @throws Error if any answer is not 200. */
export async function load(
  { server, paths, cookie }: Target,
  extent: { readonly seconds: number } | { readonly answers: number },
): Promise<number> {
  const { default: autocannon } = await import('autocannon')
  const result = await autocannon({
    url: `http://127.0.0.1:${server.port}`,
    connections: CONNECTIONS,
    ...('seconds' in extent ? { duration: extent.seconds } : { amount: extent.answers }),
    headers: { accept: 'text/html', ...(cookie === undefined ? {} : { cookie }) },
    requests: paths.map(path => ({ method: 'GET', path })),
  })
  if (result.non2xx + result.errors + result.timeouts > 0)
    throw new Error(
      `${paths[0]}: ${result.non2xx} answers were not 200, ${result.errors} failed, ${result.timeouts} came too late`,
    )
  return result.requests.total / result.duration
}

/** Requests one page. @throws Error unless the answer is 200 and HTML. */
export async function fetchPage({ server, paths, cookie }: Target): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${server.port}${paths[0]}`, {
    headers: cookie === undefined ? {} : { cookie },
  })
  const type = response.headers.get('content-type')
  if (response.status !== 200 || type !== 'text/html; charset=utf-8')
    throw new Error(`${paths[0]} answered ${response.status}, ${type}`)
  return response.text()
}
