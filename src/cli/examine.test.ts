import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Ledger } from '../../test/fakes/ledger.ts'
import { startSmtp } from '../../test/fakes/smtp.ts'
import { startWorld, type World } from '../../test/harness.ts'
import { readSettings, type Settings } from '../settings.ts'
import { examine } from './examine.ts'
import { addressFinding } from './examine-phones.ts'

const ledger = new Ledger()
let smtp: Awaited<ReturnType<typeof startSmtp>>
let world: World
let settings: Settings
beforeAll(async () => {
  smtp = await startSmtp(ledger)
  world = await startWorld({ FIRELINE_SMTP_URL: smtp.url }, { ledger })
  const { options } = world.fireline.desk.db
  settings = readSettings({
    FIRELINE_DATA: world.dataDir,
    DATABASE_URL: options.connectionString,
    FIRELINE_SMTP_URL: smtp.url,
    FIRELINE_URL: world.url,
  })
})
afterAll(async () => {
  await world.stop()
  await smtp.stop()
})

const look = async (more: Partial<Settings> = {}) =>
  new Map((await examine({ ...settings, ...more })).map(({ about, ...found }) => [about, found]))

it('finds nobody on call until there is somebody who can be reached', async () => {
  expect((await look()).get('on call')).toEqual({
    ok: false,
    says: 'Nobody is paged for default.',
    next: 'Add a person, or name somebody in its policy.',
  })
  await world.person('Ana', 'responder', 'ana@example.org')
  expect((await look()).get('on call')).toEqual({ ok: true, says: 'Ana for default, by mail' })
  expect((await look({ smtpUrl: undefined })).get('on call')?.says).toBe('Ana cannot be reached for default.')
})

it('says what is well, and of the address that only this machine opens it', async () => {
  const found = await look()
  const well = [...found].filter(([, { ok }]) => ok).map(([about]) => about)
  expect(well).toEqual(['Node', 'data folder', 'disk', 'database', 'on call', 'mail', 'runbook'])
  expect(found.get('mail')?.says).toMatch(/^127\.0\.0\.1:\d+ says 220 /)
  expect(found.get('address')).toMatchObject({ ok: false, says: expect.stringContaining(world.url) as string })
})

it('says of each person whether they are woken, whether the way out is open, and what shares a fate with us', async () => {
  expect((await look()).get('phone')).toEqual({
    ok: false,
    says: 'Ana: mail; wakes: no. No page has been handed over yet.',
    next: 'Ana adds ntfy or Telegram: the page "First hour" shows how, with a test.',
  })
  const ntfy = { channel: 'ntfy', settings: { server: 'http://127.0.0.1:1', topic: 'a-topic-of-ana' } }
  const { people } = (await world.admin.get<{ people: { id: string; name: string }[] }>('/api/v1/people')).body
  const ana = people.find(one => one.name === 'Ana')?.id
  expect((await world.admin.put(`/api/v1/people/${ana}/contacts`, { contacts: [ntfy] })).status).toBe(200)
  const { key } = (
    await world.admin.post<{ key: string }>('/api/v1/integrations', {
      service: 'default',
      kind: 'alertmanager',
      name: 'own',
    })
  ).body
  const labels = { alertname: 'DiskFull', instance: `${hostname()}:9100`, severity: 'none' }
  const alerts = [{ status: 'firing', labels, startsAt: new Date().toISOString() }]
  await world.admin.post(`/intake/${key}`, { version: '4', status: 'firing', alerts })
  const found = await look()
  expect(found.get('phone')).toMatchObject({ ok: true, says: expect.stringMatching(/^Ana: ntfy, mail; wakes: maybe/) })
  expect(found.get('ntfy')).toMatchObject({
    ok: false,
    says: expect.stringContaining('127.0.0.1:1 is not reached from here: '),
  })
  expect(found.get('fate')?.says).toBe('Alerts of default come from this very machine: both may go at once.')
  expect(found.get('outside')?.next).toContain('Set an outside heartbeat')
})

it('says what a phone opens', () => {
  const at = (url: string) => addressFinding(url, { port: 7070 })
  expect(at('http://127.0.0.1:7070')).toMatchObject({
    ok: false,
    says: expect.stringContaining('Buttons in ntfy and Telegram work without it'),
  })
  expect(at('http://192.168.1.7:7070')).toMatchObject({ ok: true, says: expect.stringContaining('own network') })
  expect(at('http://fireline.example.org').next).toContain('https')
  expect(at('https://fireline.example.org')).toEqual({
    about: 'address',
    ok: true,
    says: 'https://fireline.example.org',
  })
})

it('says what to do about mail, the database, the address and the runbook', async () => {
  writeFileSync(join(world.dataDir, 'runbook', 'draft.md'), '# not committed\n')
  const dead = 'postgres://nobody@127.0.0.1:1/none'
  const found = await look({ smtpUrl: 'smtp://127.0.0.1:1', databaseUrl: dead, url: 'http://127.0.0.1:1' })
  expect(found.get('mail')?.says).toContain('ECONNREFUSED')
  expect(found.get('database')).toMatchObject({ ok: false, next: 'Is DATABASE_URL right?' })
  expect(found.get('address')?.says).toBe('http://127.0.0.1:1 does not answer.')
  expect(found.get('runbook')?.says).toBe('Not committed: 1 file.')
  expect((await look({ smtpUrl: undefined })).get('mail')?.next).toContain('FIRELINE_SMTP_URL')
})

it('where nothing is yet, it says how to begin, makes nothing, and its exit code says so', () => {
  const empty = mkdtempSync(join(tmpdir(), 'fireline-doctor-'))
  const env = { PATH: process.env['PATH'], FIRELINE_DATA: empty }
  const run = () => execFileSync(process.execPath, ['src/cli/cli.ts', 'doctor'], { env, encoding: 'utf8' })
  let said = { status: 0, stdout: '' }
  try {
    run()
  } catch (error) {
    said = error as typeof said
  }
  rmSync(empty, { recursive: true })
  expect(said.status).toBe(1)
  expect(said.stdout).toMatch(/^ok {15}Node +24\./)
  expect(said.stdout).toContain('needs attention  database     There is none yet.')
})
