import { readFileSync, realpathSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import type * as release from '../release/app.ts'
import { hear, listenOnLoopback, setting, tell, whenToldToGo } from './program.ts'

// One web process of the shop. What it runs is the release that its `current` link names.

const name = setting('SHOP_NAME')
const folder = realpathSync(join(setting('SHOP_FOLDER'), name, 'current'))
const build = basename(folder)
const { answer } = (await import(pathToFileURL(join(folder, 'app.ts')).href)) as typeof release
const db = new pg.Pool({ connectionString: setting('SHOP_DATABASE_URL'), max: 4, connectionTimeoutMillis: 2_000 })
db.on('error', error => log('error', 'a database connection was lost', { error: error.message }))

const server = createServer((request, response) => {
  void respond(request, response)
})

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = await serve(request)
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function serve(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
  const path = request.url ?? '/'
  const customer = request.headers['x-customer']
  if (path === '/health') return { status: 200, body: { name, build } }
  const startedAt = performance.now()
  try {
    const answered = await answer({ method: request.method ?? 'GET', path, body: await readBody(request), build }, db)
    log('info', 'request', { path, customer, status: answered.status, ms: Math.round(performance.now() - startedAt) })
    return answered
  } catch (error) {
    log('error', 'request failed', { path, customer, status: 500, ...asLogged(error) })
    return { status: 500, body: { error: 'Something went wrong. Please try again.' } }
  }
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > 10_000) throw new Error('the body is too large')
  }
  const read: unknown = text === '' ? {} : JSON.parse(text)
  return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {}
}

function asLogged(error: unknown): Record<string, unknown> {
  if (error instanceof pg.DatabaseError) return { source: 'postgresql', code: error.code, error: error.message }
  return { error: error instanceof Error ? error.message : String(error) }
}

function log(level: string, message: string, more: Record<string, unknown> = {}): void {
  process.stdout.write(
    `${JSON.stringify({ at: new Date().toISOString(), level, process: name, build, message, ...more })}\n`,
  )
}

hear(message => {
  if (message['type'] === 'warn') log('warn', String(message['text']))
})
whenToldToGo(async () => {
  server.closeIdleConnections()
  await new Promise(closed => server.close(closed))
  await db.end()
})
const notes = JSON.parse(readFileSync(join(folder, 'release.json'), 'utf8')) as { notes?: string }
const port = await listenOnLoopback(server)
log('info', 'started', { port, notes: notes.notes })
tell({ type: 'ready', port })
