import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import { type Fireline, startFireline } from '../../src/main.ts'
import { readSettings } from '../../src/settings.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { adminToken, type Caller, callerOf, until } from '../harness.ts'
import { openBrowser, openIncident, type SharedShell, shareShell } from '../rally/people-at-a-terminal.ts'

let database: FreshDatabase
let dataDir: string
let fireline: Fireline
let ana: Caller
let ben: Caller
let incident: string
let shell: SharedShell

const start = (port: string) => {
  const house = { FIRELINE_PORT: port, FIRELINE_DATA: dataDir, DATABASE_URL: database.url }
  const settings = readSettings({ ...house, FIRELINE_ADMIN_TOKEN: adminToken })
  return startFireline(settings, { info: () => {}, error: () => {} })
}

/** Ana's shell, whose keyboard Ben has. */
beforeAll(async () => {
  database = await freshDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'fireline-data-'))
  fireline = await start('0')
  ;[ana, ben] = [await person('Ana'), await person('Ben')]
  incident = await openIncident({ fireline }, { id: ana.id, name: 'Ana' })
  shell = await shareShell(fireline.url, ana, incident)
  await shell.link.welcomed
  await ben.post(`/api/v1/incidents/${incident}/join`)
  await ana.post(`/api/v1/incidents/${incident}/give-keyboard`, { to: ben.id })
  await ben.post(`/api/v1/incidents/${incident}/have-control`)
})

afterAll(async () => {
  await shell.end()
  await fireline.stop()
  await database.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function person(name: string): Promise<Caller> {
  const admin = callerOf(fireline.url, adminToken, '')
  const { id } = (await admin.post<{ id: string }>('/api/v1/people', { name, role: 'responder' })).body
  const { token } = (await admin.post<{ token: string }>(`/api/v1/people/${id}/tokens`, { name: 'test' })).body
  return callerOf(fireline.url, token, id)
}

const folded = async () => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body
const type = (line: string) => shell.keeper.tell({ type: 'local', data: `${line}\r` })

test('with Fireline away the person at the machine takes its keyboard after ten seconds, and everybody reads it afterwards', async () => {
  let screen = ''
  shell.keeper.happenings.on('screen', ({ data }) => (screen += data))
  const said: { waitsMs?: number }[] = []
  shell.keeper.happenings.on('glass', one => said.push(one))
  const refused: unknown[] = []
  shell.keeper.happenings.on('local-refused', one => refused.push(one))
  await until(() => {
    type('echo not-mine')
    return refused.length > 0
  }, 'the keyboard to be Ben’s')
  const { port } = new URL(fireline.url)
  await fireline.stop()
  await until(() => !shell.link.isLinked(), 'the line to be down')
  shell.keeper.tell({ type: 'glass' })
  const early = await until(() => said[0], 'an answer')
  expect(early.waitsMs).toBeGreaterThan(0)
  const take = () => {
    shell.keeper.tell({ type: 'glass' })
    return said.some(one => one.waitsMs === undefined)
  }
  await until(take, 'the keyboard', 30_000)
  type('echo it-is-$((40 + 2))')
  await until(() => screen.includes('it-is-42'), 'what she types to run')
  shell.keeper.tell({ type: 'input', epoch: 2, person: ben.id, data: 'echo stray\r' })

  fireline = await start(port)
  const is = await until(
    async () => {
      const now = await folded().catch(() => undefined)
      return now?.operator === ana.id && now
    },
    'Fireline to hear of it',
    30_000,
  )
  expect(is.epoch).toBe(3)
  const entries = (
    await ana.get<{ entries: { type: string; data: object }[] }>(`/api/v1/incidents/${incident}/timeline`)
  ).body.entries
  expect(entries.filter(entry => entry.type === 'GlassBroken')).toMatchObject([{ data: { person: ana.id } }])
  const anas = await openBrowser(fireline.url, ana.token, { incident, terminal: shell.terminal })
  const isHers = () =>
    anas.messages.some(one => 'keyboard' in one && one.keyboard.epoch === 3 && one.keyboard.confirmed)
  await until(isHers, 'the program to hear that it is hers')
  anas.send({ type: 'input', terminal: shell.terminal, epoch: 3, data: 'echo from-$((1 + 1))-browser\r' })
  await until(() => screen.includes('from-2-browser'), 'her keys from the browser')
  expect(screen).not.toMatch(/stray|not-mine/)
  anas.close()
})
