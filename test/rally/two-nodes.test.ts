import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seatBeatsOf } from '../../src/hosts/seat-beats.ts'
import { type Fireline, startFireline } from '../../src/main.ts'
import { readSettings } from '../../src/settings.ts'
import { type Caller, callerOf, startWorld, until, type World } from '../harness.ts'
import { type Browser, openBrowser, openIncident } from './people-at-a-terminal.ts'

let world: World
/** Another node on the same database: Ana's line ends there. */
let other: Fireline
const dataDir = mkdtempSync(join(tmpdir(), 'fireline-node-'))
let ana: Caller
let ben: Caller
let incident: string
let anas: Browser

beforeAll(async () => {
  world = await startWorld()
  const { connectionString = '' } = world.fireline.desk.db.options
  const env = { FIRELINE_SECRET_FILE: join(world.dataDir, 'secret'), FIRELINE_DATA: dataDir, FIRELINE_PORT: '0' }
  const log = { info: () => {}, error: () => {} }
  other = await startFireline(readSettings({ ...env, DATABASE_URL: connectionString }), log)
  ;[ana, ben] = [await world.person('Ana'), await world.person('Ben')]
  incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  anas = await openBrowser(other.url, ana.token)
})

afterAll(async () => {
  await world.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const takeOver = (body: object = {}) =>
  ben.post(`/api/v1/incidents/${incident}/take-over`, { reason: 'She does not answer', ...body })
const bothAdvance = (ms: number) => {
  world.advance(ms)
  other.desk.clock.advance(ms)
}

test('whose line ends at another node has the keyboard and the lead here too', async () => {
  const { status } = await callerOf(other.url, ana.token, ana.id).post(`/api/v1/incidents/${incident}/join`)
  expect(status).toBe(200)
  expect((await ben.post(`/api/v1/incidents/${incident}/join`)).status).toBe(200)
  expect((await takeOver()).body).toMatchObject({ refusal: { code: 'holder-is-here' } })
  // Long after: what counts now is that her line answers there.
  bothAdvance(60_000)
  await seatBeatsOf(other.desk).tell()
  expect((await takeOver()).body).toMatchObject({ refusal: { code: 'holder-is-here' } })
  expect((await takeOver({ seat: 'lead' })).body).toMatchObject({ refusal: { code: 'holder-is-here' } })
})

test('a node that is gone takes its lines along: not at once, but after ten seconds and a beat anybody may take the keyboard', async () => {
  await other.stop()
  anas.close()
  expect((await takeOver()).body).toMatchObject({ refusal: { code: 'holder-is-here' } })
  const taken = await until(async () => {
    await seatBeatsOf(world.fireline.desk).tell()
    world.advance(13_001)
    const answer = await takeOver()
    return answer.status === 200 && answer.body
  }, 'the keyboard to be free')
  expect(taken).toMatchObject({
    entries: [{ type: 'LeadTaken' }, { type: 'KeyboardGiven', data: { from: ana.id, to: ben.id } }],
  })
})
