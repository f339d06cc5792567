import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { type Browser, openBrowser, openIncident, type SharedShell, shareShell } from './people-at-a-terminal.ts'

let world: World
let ana: Caller
let incident: string
let shell: SharedShell
let screen: Browser

beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana')
  incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  shell = await shareShell(world.url, ana, incident)
  await shell.link.welcomed
  screen = await openBrowser(world.url, ana.token, { incident, terminal: shell.terminal })
})

afterAll(async () => {
  screen.close()
  await shell.end()
  await world.stop()
})

const is = async () => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body
const done = (command: string, body: object) => ana.post(`/api/v1/incidents/${incident}/${command}`, body)
const types = (data: string) => screen.send({ type: 'input', terminal: shell.terminal, epoch: screen.epoch(), data })
const put = async () => {
  await done('put-at-prompt', { suggestion: 'S1' })
  return (await is()).suggestions[0]?.atPrompt?.outcome
}
const freeAgain = () => until(async () => (await put()) === 'put', 'the prompt to be free')

test('in a real bash it stands at the empty prompt and runs with Enter alone; a half line and a program that runs are left as they are', async () => {
  types('echo re""ady\r')
  await until(() => screen.shown().includes('ready'), 'the shell')
  await done('suggest', { text: 'Say it', why: 'to see', command: 'echo it-r""an' })
  await done('accept-suggestion', { suggestion: 'S1' })
  await until(async () => (await is()).suggestions[0]?.atPrompt?.outcome !== 'asked', 'what came of it')
  if ((await is()).suggestions[0]?.atPrompt?.outcome !== 'put') await freeAgain()
  await until(() => screen.shown().includes('echo it-r""an'), 'it to be seen')
  expect([await put(), screen.shown().includes('it-ran')]).toEqual(['not-free', false])
  types('\r')
  await until(async () => (await is()).commands.some(one => one.command === 'echo it-r""an'), 'it to have run')
  types('cat\r')
  await until(() => screen.shown().includes('cat\r\n'), 'a program that runs')
  expect(await put()).toBe('not-free')
  types('\u0003')
  await freeAgain()
  expect(world.errors).toEqual([])
})
