import type { RequestHandler } from 'express'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { CannotStart } from '../errors.js'
import { projectRoot } from '../paths.js'

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.js': 'text/javascript; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

interface Asset {
  readonly type: string
  readonly plain: Buffer
  readonly gzipped: Buffer
}

/** The site's static files. Each property is the address of a file. */
export interface Assets {
  readonly css: string
  readonly icon: string
  /** The script for pages with a form to write in. Pages for readers need none. */
  readonly script: string
  /** Answers `/assets/<name>-<hash>.<ext>` from memory. Browsers may cache the answer for ever. */
  readonly serve: RequestHandler
}

/** Reads the static files into memory. @throws CannotStart when the project was not built. */
export function loadAssets(): Assets {
  const served = new Map<string, Asset>()
  const add = (file: string): string => {
    const path = join(projectRoot, file)
    if (!existsSync(path)) throw new CannotStart(`${file} is missing. Build the project first: npm run build`)
    const plain = readFileSync(path)
    const extension = extname(file)
    const name = file.slice(file.lastIndexOf('/') + 1, -extension.length)
    const address = `/assets/${name}-${createHash('sha256').update(plain).digest('hex').slice(0, 12)}${extension}`
    served.set(address, {
      type: contentTypes[extension] ?? 'application/octet-stream',
      plain,
      gzipped: gzipSync(plain, { level: 9 }),
    })
    return address
  }
  return {
    css: add('dist/static/app.css'),
    icon: add('static/icon.svg'),
    script: add('dist/static/editor.js'),
    serve: (req, res, next) => {
      const asset = served.get(req.path)
      if (!asset || !/^(GET|HEAD)$/.test(req.method)) return next()
      const acceptsGzip = /\bgzip\b/.test(req.headers['accept-encoding'] ?? '')
      const body = acceptsGzip ? asset.gzipped : asset.plain
      if (acceptsGzip) res.setHeader('Content-Encoding', 'gzip')
      res.setHeader('Content-Type', asset.type).setHeader('Vary', 'Accept-Encoding')
      res.setHeader('Cache-Control', 'public, max-age=31536000, immutable').setHeader('Content-Length', body.length)
      res.end(req.method === 'HEAD' ? undefined : body)
    },
  }
}
