import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type Log, reason } from './engine/log.ts'
import { isDatabaseAway } from './engine/saving.ts'
import type { Settings } from './settings.ts'
import { openPool } from './store/db.ts'

const lookEveryMs = 1_000

/** Told to stop before it could start. */
export class StoppedBeforeStart extends Error {
  override readonly name = 'StoppedBeforeStart'
}

/**
 * Resolves once the database of `DATABASE_URL` answers, with the port to serve on. Until then whoever asks us reads that we know nothing and wait; the
 * process lives, so nobody needs to start it again. A no that stays one (a wrong password, no such database) is thrown at once.
 */
export async function waitForDatabase(settings: Settings, log: Log, stopping?: AbortSignal): Promise<number> {
  const pool = openPool({
    connectionString: settings.databaseUrl,
    max: 1,
    connectionTimeoutMillis: 3_000,
    query_timeout: 3_000,
  })
  const answers = () =>
    pool.query('select 1').then(
      () => true as const,
      (error: unknown) => {
        if (isDatabaseAway(error) || isNotFound(error)) return error
        throw error
      },
    )
  let server: Server | undefined
  try {
    for (let away = await answers(); away !== true; away = await answers()) {
      if (!server) {
        server = await saysThatItWaits(settings)
        const { port } = server.address() as AddressInfo
        log.error('the database does not answer: Fireline waits for it, and knows nothing before', {
          reason: reason(away),
          port,
        })
      }
      await pause(lookEveryMs, undefined, { signal: stopping }).catch(() => {})
      if (stopping?.aborted) throw new StoppedBeforeStart('it was stopped before its database answered')
    }
    if (server) log.info('the database answers: Fireline starts')
    return server ? (server.address() as AddressInfo).port : settings.port
  } finally {
    server?.closeAllConnections()
    await new Promise(resolve => (server ? server.close(resolve) : resolve(undefined)))
    await pool.end()
  }
}

/** A name that is not known yet, as containers start one after the other. */
const isNotFound = (error: unknown): boolean => /ENOTFOUND|EAI_AGAIN/.test(String((error as { code?: string }).code))

async function saysThatItWaits({ host, port, tlsCert, tlsKey }: Settings): Promise<Server> {
  const tls = tlsCert && tlsKey ? { cert: readFileSync(tlsCert), key: readFileSync(tlsKey) } : undefined
  const server = tls ? createTlsServer(tls) : createServer()
  server.on('request', (request, response) => {
    const isLive = request.url?.split('?')[0] === '/health/live'
    const isPage = request.headers.accept?.includes('text/html') ?? false
    const type = isPage && !isLive ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8'
    response.writeHead(isLive ? 200 : 503, { 'content-type': type, 'retry-after': '2', 'cache-control': 'no-store' })
    response.end(
      isLive ? '{"ok":true}' : isPage ? page : JSON.stringify({ error: { code: 'database-away', message: says } }),
    )
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  return server
}

const says =
  'Fireline was started while its database does not answer: it knows of nothing yet and keeps nothing. It goes on by itself once the database is back.'

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="3">
<title>Fireline waits for its database</title><style>:root{color-scheme:light dark;font:16px/1.5 system-ui}main{max-width:34rem;margin:15vh auto;padding:0 1rem}</style>
<main><h1>Fireline waits for its database</h1><p>${says}</p><p>What you wrote in an open room stays in that page, and is sent once.</p></main></html>`
