import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import { type CutOffDatabase, cutOffDatabase } from '../cut-off-database.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { openBrowser, openIncident, type SharedShell, shareShell } from './people-at-a-terminal.ts'

let database: CutOffDatabase
let world: World
let ana: Caller
let incident: string
let shell: SharedShell

beforeAll(async () => {
  database = await cutOffDatabase()
  world = await startWorld({ DATABASE_URL: database.url })
  ana = await world.person('Ana')
  incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  shell = await shareShell(world.url, ana, incident)
  await shell.link.welcomed
})

afterAll(async () => {
  database.thaw()
  await shell.end()
  await world.stop()
  await database.drop()
})

test('while nothing can be stored a flood is shown, Ctrl-C ends it and the shell answers; later all of it is stored, once', async () => {
  const anas = await openBrowser(world.url, ana.token, { incident, terminal: shell.terminal })
  const type = (data: string) => anas.send({ type: 'input', terminal: shell.terminal, epoch: 1, data })
  const { recording } = await shell.link.welcomed
  const stored = async () => (await ana.get<string>(`/api/v1/recordings/${recording}.cast`)).body
  type('echo before-$((40+2))\r')
  await until(async () => (await stored()).includes('before-42'), 'what came before')
  database.freeze()
  try {
    type('yes a-line-of-a-flood-that-nobody-can-store-at-this-moment\r')
    await until(() => anas.shown().length > 2_500_000, 'a flood')
    type('\u0003')
    type('echo still-$((40+2))\r')
    await until(() => anas.shown().includes('still-42'), 'the answer of the shell')
    expect(shell.keeper.stored()).toBeLessThan(100_000)
  } finally {
    database.thaw()
  }
  await until(shell.link.allStored, 'all of it to be stored', 20_000)
  const all = await stored()
  expect(Buffer.byteLength(all)).toBe(shell.keeper.size())
  expect(all.split('still-42\\r\\n')).toHaveLength(2)
  const { body } = await ana.get<Incident>(`/api/v1/incidents/${incident}`)
  expect(body.commands.map(({ exitCode }) => exitCode)).toEqual([0, 130, 0])
  anas.close()
}, 60_000)
