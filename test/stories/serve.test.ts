import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clusterFolder } from '../../src/store/embedded/data-folder.ts'
import { readPostmaster } from '../../src/store/embedded/postmaster.ts'
import { Ledger } from '../fakes/ledger.ts'
import { type SmtpFake, startSmtp } from '../fakes/smtp.ts'
import { adminToken, callerOf, until } from '../harness.ts'
import { childEnv, fireline, logIn, passableFolder, type ServerRun, serve } from '../killed/server.ts'

const folder = passableFolder('serve')
const dataDir = join(folder, 'data')
let smtp: SmtpFake
let run: ServerRun
let url: string
const envOf = (data: string, port = '0') =>
  childEnv(data, { FIRELINE_ADMIN_TOKEN: adminToken, FIRELINE_SMTP_URL: smtp.url, FIRELINE_PORT: port })

beforeAll(async () => {
  smtp = await startSmtp(new Ledger())
  appendFileSync(logIn(folder), '')
  run = serve(envOf(dataDir), logIn(folder))
  url = await run.ready
})
afterAll(async () => {
  await run.end('SIGKILL')
  await smtp.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('a server that is running', () => {
  it('has its data folder for itself: a second one is told whose it is', async () => {
    const second = await fireline(['serve'], envOf(dataDir))
    expect([second.code, second.stdout]).toEqual([1, ''])
    expect(second.stderr).toMatch(/is in use by process \d+\. Stop that Fireline first/)
    expect((await fetch(`${url}/health/ready`)).status).toBe(200)
  })

  it('keeps its port: another one says so, and leaves no database running', async () => {
    const other = join(folder, 'other')
    const refused = await fireline(['serve'], envOf(other, new URL(url).port))
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(/Port \d+ of 127\.0\.0\.1 is in use by another program/)
    expect(readPostmaster(clusterFolder(other))).toBeUndefined()
  })

  it('told to stop in the middle of things, leaves within 10 s with exit code 0, and its database too', async () => {
    const admin = callerOf(url, adminToken, '')
    await admin.post('/api/v1/people', { name: 'Ana', role: 'responder', email: 'ana@example.org' })
    smtp.misbehave.push('hang', 'hang')
    const opened = await admin.post<{ id: string }>('/api/v1/incidents', {
      title: 'Shop is slow',
      severity: 'sev2',
      service: 'default',
    })
    expect(opened.status).toBe(201)
    await until(() => smtp.misbehave.length === 1, 'a mail that hangs')
    const live = await fetch(`${url}/api/v1/incidents/${opened.body.id}/timeline`, {
      headers: { authorization: `Bearer ${adminToken}`, accept: 'text/event-stream' },
    })
    const asking = { on: true }
    const load = Array.from({ length: 8 }, async () => {
      const said = { text: 'we are on it', audience: 'responders' }
      while (asking.on) await admin.post(`/api/v1/incidents/${opened.body.id}/post-update`, said).catch(() => {})
    })
    const from = performance.now()
    expect(await run.end('SIGTERM')).toBe(0)
    expect(performance.now() - from).toBeLessThan(10_000)
    asking.on = false
    await Promise.all(load)
    await live.body?.cancel().catch(() => {})
    expect(readPostmaster(clusterFolder(dataDir))).toBeUndefined()
  })
})
