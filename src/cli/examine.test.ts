import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Ledger } from '../../test/fakes/ledger.ts'
import { startSmtp } from '../../test/fakes/smtp.ts'
import { startWorld, type World } from '../../test/harness.ts'
import { readSettings, type Settings } from '../settings.ts'
import { examine } from './examine.ts'

let smtp: Awaited<ReturnType<typeof startSmtp>>
let world: World
let settings: Settings
beforeAll(async () => {
  smtp = await startSmtp(new Ledger())
  world = await startWorld({ FIRELINE_SMTP_URL: smtp.url })
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
