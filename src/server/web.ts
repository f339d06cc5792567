import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { firstReads, pagePaths } from '../api/pages.ts'
import { packageRoot } from './package-root.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
}

/** No script but our own files, nothing from elsewhere, in nobody's frame; no string ever becomes script. xterm writes its own styles. */
const contentSecurity = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types runbook-page push-worker',
].join('; ')

const pageHeaders = {
  'content-security-policy': contentSecurity,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'x-frame-options': 'DENY',
}

interface File {
  body: Buffer
  zipped: Buffer
  type: string
  etag: string
}

/** Serves the built room: hashed assets for ever, its page asked for again each time. */
export function serveWeb(app: FastifyInstance, built: string = join(packageRoot(), 'dist', 'web')): void {
  const files = new Map<string, Promise<File>>()
  const file = (path: string) => {
    const read = files.get(path) ?? readFile(join(built, path))
    files.set(path, read)
    return read
  }
  for (const page of pagePaths)
    app.get<{ Params: Record<string, string> }>(page, async (request, reply) => {
      if (!existsSync(join(built, 'index.html')))
        return reply.code(503).type('text/plain').send('The room is not built. `npm start` builds it.\n')
      reply.headers(pageHeaders)
      const reads = firstReads[page]?.(request.params) ?? []
      if (reads.length > 0) reply.header('link', reads.map(preload).join(', '))
      // The page names its assets by their hash, so after an upgrade it must be read anew.
      return sendFile(request, reply, await readFile(join(built, 'index.html')), 'no-cache')
    })
  for (const name of atTheRoot)
    app.get(`/${name}`, async (request, reply) => {
      if (!existsSync(join(built, name))) return reply.callNotFound()
      return sendFile(request, reply, await file(name), 'no-cache')
    })
  const assets = join(built, 'assets')
  const known = () => (existsSync(assets) ? readdirSync(assets) : [])
  app.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    const { name } = request.params
    if (!known().includes(name)) return reply.callNotFound()
    return sendFile(request, reply, await file(`assets/${name}`), 'public, max-age=31536000, immutable')
  })
}

/** What a browser looks for under its own name: the worker that shows pushes, and how the page stands on a home screen. */
const atTheRoot = ['push.js', 'fireline.webmanifest']

const preload = (path: string): string => `<${path}>; rel=preload; as=fetch; crossorigin=anonymous`

const zip = promisify(gzip)

async function readFile(path: string): Promise<File> {
  const body = readFileSync(path)
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  return { body, zipped: await zip(body, { level: 9 }), type: types[extname(path)] ?? 'application/octet-stream', etag }
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: File, cache: string): FastifyReply {
  reply.headers({ 'cache-control': cache, etag: file.etag, vary: 'accept-encoding' })
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send()
  reply.type(file.type)
  if (!request.headers['accept-encoding']?.includes('gzip')) return reply.send(file.body)
  return reply.header('content-encoding', 'gzip').send(file.zipped)
}
