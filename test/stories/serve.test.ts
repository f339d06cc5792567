import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clusterFolder } from '../../src/store/embedded/data-folder.ts'
import { readPostmaster } from '../../src/store/embedded/postmaster.ts'
import { Ledger } from '../fakes/ledger.ts'
import { type SmtpFake, startSmtp } from '../fakes/smtp.ts'
import { adminToken, callerOf, until } from '../harness.ts'
import { childEnv, fireline, killPostgres, logIn, passableFolder, type ServerRun, serve } from '../killed/server.ts'

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

  it('starts its database again when that dies alone; everything is there, and who watches goes on watching', async () => {
    const admin = callerOf(url, adminToken, '')
    const made = await admin.post<{ id: string }>('/api/v1/incidents', {
      title: 'kept',
      severity: 'sev4',
      service: 'default',
    })
    const watching = await fetch(`${url}/api/v1/incidents/${made.body.id}/timeline`, {
      headers: { authorization: `Bearer ${adminToken}`, accept: 'text/event-stream' },
    })
    const before = readPostmaster(clusterFolder(dataDir))?.pid
    killPostgres(dataDir, 'SIGKILL')
    const isAnother = (pid?: number) => pid !== undefined && pid !== before
    await until(() => isAnother(readPostmaster(clusterFolder(dataDir))?.pid), 'another database server', 20_000)
    const said = { text: 'after the database died', audience: 'responders' }
    const post = () => admin.post(`/api/v1/incidents/${made.body.id}/post-update`, said, { 'idempotency-key': 'after' })
    const answers: number[] = []
    await until(async () => answers.push((await post()).status) && answers.at(-1) === 200, 'the database', 20_000)
    expect(new Set(answers)).toEqual(new Set([...answers.filter(status => status === 503), 200]))
    const is = await admin.get<{ updates: { text: string }[] }>(`/api/v1/incidents/${made.body.id}`)
    expect(is.body.updates.map(update => update.text)).toEqual([said.text])
    expect(await readUntil(watching, said.text)).toContain('IncidentOpened')
    await until(async () => (await admin.get('/health/ready')).status === 200, 'to be ready again')
  }, 40_000)

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

/** What a stream said until it said `text`. */
async function readUntil(response: Response, text: string): Promise<string> {
  let said = ''
  for await (const chunk of response.body ?? []) {
    said += Buffer.from(chunk as Uint8Array).toString()
    if (said.includes(text)) return said
  }
  throw new Error(`the stream ended without ${text}: ${said}`)
}
