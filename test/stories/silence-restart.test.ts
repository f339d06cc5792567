import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Fireline, startFireline } from '../../src/main.ts'
import { readSettings } from '../../src/settings.ts'
import type { AlertShown } from '../../src/store/alerts.ts'
import { freshDatabase } from '../database.ts'
import { adminToken, callerOf, until } from '../harness.ts'
import { firing } from '../sending.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let dataDir: string
let running: Fireline[] = []
beforeAll(async () => {
  database = await freshDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'fireline-restart-'))
})
afterAll(async () => {
  for (const one of running) await one.stop()
  await database.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** One more on the same database, as after a restart or beside the others. */
async function start() {
  const env = {
    FIRELINE_PORT: '0',
    FIRELINE_DATA: dataDir,
    DATABASE_URL: database.url,
    FIRELINE_ADMIN_TOKEN: adminToken,
  }
  const one = await startFireline(readSettings(env), { info: () => {}, error: () => {} })
  running.push(one)
  return { fireline: one, admin: callerOf(one.url, adminToken, '') }
}

test('a silence made on one node counts on the others, and ends after all of them were away', async () => {
  const [here, there] = [await start(), await start()]
  const made = await here.admin.post<{ key: string }>('/api/v1/integrations', {
    service: 'default',
    kind: 'webhook',
    name: 'monitoring',
  })
  const send = async (alert: object) => {
    const body = JSON.stringify({ version: '4', status: 'firing', alerts: [alert] })
    const headers = { 'content-type': 'application/json' }
    await fetch(`${there.fireline.url}/intake/${made.body.key}`, { method: 'POST', body, headers })
  }
  const silence = { service: 'default', reason: 'a restart is planned', lastsMs: 3_600_000 }
  expect((await here.admin.post('/api/v1/silences', silence)).status).toBe(201)
  await send(firing({ instance: 'a' }))
  const listed = async ({ admin }: typeof here) =>
    (await admin.get<{ alerts: AlertShown[] }>('/api/v1/alerts?status=firing')).body.alerts[0]
  const quiet = await until(() => listed(here), 'it is listed')
  expect(quiet).toMatchObject({ suppressed: { rule: 'silence' } })
  for (const one of running) await one.stop()
  running = []
  const after = await start()
  expect(await listed(after)).toMatchObject({ suppressed: { rule: 'silence' } })
  after.fireline.desk.clock.advance(3_600_000)
  await until(async () => (await listed(after))?.incident, 'what still fires came in')
})
