import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { freshDatabase } from '../test/database.ts'
import { until } from '../test/harness.ts'
import { readSettings } from './settings.ts'
import { superuser } from './store/embedded/postmaster.ts'
import { waitForDatabase } from './wait-for-database.ts'

const silent = { info: () => {}, error: () => {} }

it('started while its database is away it says so to whoever asks, lives, and goes on by itself on the same port', async () => {
  const database = await freshDatabase()
  const probe = createServer().listen(0, '127.0.0.1')
  await until(() => probe.listening, 'a free port')
  const { port } = probe.address() as { port: number }
  await new Promise(resolve => probe.close(resolve))
  const said: Record<string, unknown>[] = []
  const log = { ...silent, error: (_: string, more: Record<string, unknown> = {}) => void said.push(more) }
  const url = `postgres://${superuser}@127.0.0.1:${port}/${database.config.database}`
  const waiting = waitForDatabase(readSettings({ DATABASE_URL: url, FIRELINE_PORT: '0' }), log)
  const at = await until(() => said[0]?.['port'], 'it to say that it waits')
  const here = `http://127.0.0.1:${String(at)}`
  const page = await fetch(`${here}/incidents/INC-1`, { headers: { accept: 'text/html' } })
  expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('Fireline waits for its database')])
  const asked = await fetch(`${here}/api/v1/incidents`)
  expect([asked.status, asked.headers.get('retry-after')]).toEqual([503, '2'])
  expect((await fetch(`${here}/health/live`)).status).toBe(200)
  const back = createServer(client => {
    const upstream = connect(join(String(database.config.host), '.s.PGSQL.5432'))
    client.pipe(upstream).pipe(client)
    for (const one of [client, upstream]) one.on('error', () => {})
  }).listen(port, '127.0.0.1')
  expect(await waiting).toBe(at)
  await expect(fetch(`${here}/health/live`)).rejects.toThrow()
  back.close()
  await database.drop()
})

it('stopped while it waits it ends; a database that says no for good is an error at once', async () => {
  const stopping = new AbortController()
  const nowhere = readSettings({ DATABASE_URL: 'postgres://x@127.0.0.1:1/x', FIRELINE_PORT: '0' })
  const waiting = waitForDatabase(nowhere, { ...silent, error: () => stopping.abort() }, stopping.signal)
  await expect(waiting).rejects.toThrow('stopped before its database answered')
  const database = await freshDatabase()
  const { host, database: name } = database.config
  const none = `postgres://${superuser}@/${name}-that-is-not-there?host=${encodeURIComponent(String(host))}`
  await expect(waitForDatabase(readSettings({ DATABASE_URL: none }), silent)).rejects.toThrow('does not exist')
  await database.drop()
})
