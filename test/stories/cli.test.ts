import { execFile } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { compiled } from '../compiled.ts'
import { startWorld, type World } from '../harness.ts'

let world: World
let token: string
beforeAll(async () => {
  world = await startWorld()
  token = (await world.person('Ana')).token
})
afterAll(() => world.stop())

/** Runs the CLI as Ana would. */
function fireline(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    ...compiled,
    PATH: process.env['PATH'],
    HOME: world.dataDir,
    FIRELINE_URL: world.url,
    FIRELINE_TOKEN: token,
  }
  return new Promise(resolve => {
    execFile(process.execPath, ['src/cli/cli.ts', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}
const is = async () => (await world.admin.get<Incident>('/api/v1/incidents/INC-1')).body

test('an incident from the terminal alone: declared, come into, told of, resolved, exported', async () => {
  expect((await fireline()).stdout).toBe('Nothing burns. To report something: fireline declare "what you see"\n')
  const declared = await fireline('declare', 'Shop is slow \u001b[2J', '--severity', 'sev3')
  expect(declared.stdout).toMatch(/^INC-1 sev3 is open: Shop is slow {1,2}\[2J\n.*somebody has to have it/)

  const burning = await fireline('burning')
  expect(burning.stdout).toMatch(/^INC-1 {2}sev3 {2}since \d min {2}Shop is slow .*\(nobody has it yet\)\n {4}Next: /)
  expect((await is()).people).toEqual([])
  const room = await fireline()
  expect(room.stdout).toMatch(/^INC-1 sev3 open · Shop is slow .*\n {2}says[\s\S]*\n\nYou are in the room\. Next: /)
  expect((await is()).people).toMatchObject([{ name: 'Ana' }])

  const told = await fireline('update', 'we look', '--next', '30m')
  expect(told.stdout).toMatch(/^INC-1: said to the responders\. The next one is due at \d\d:\d\d UTC\.\n$/)
  const wrong = await fireline('update', 'we look', '--next', 'soon')
  expect([wrong.code, wrong.stderr]).toEqual([1, '--next is a time such as 30m or 2h.\n'])
  expect((await fireline('resolve', 'it was the cache')).stdout).toMatch(
    /^INC-1 is resolved\. Next: (write down|read the draft)/,
  )
  expect((await is()).status).toBe('resolved')

  const story = await fireline('export', 'INC-1')
  expect(story.stdout).toMatch(/^# INC-1 Shop is slow/)
  expect(story.stdout).toContain('**Ana**')
  const lines = (await fireline('export', 'INC-1', '--format', 'jsonl')).stdout.trim().split('\n')
  const { body } = await world.admin.get<{ entries: Entry[] }>('/api/v1/incidents/INC-1/timeline')
  expect(lines.map(line => JSON.parse(line) as unknown)).toEqual(body.entries)
})

test('a format that is none is named, and nobody without a token reads a story', async () => {
  const wrong = await world.admin.get<{ error: { path: string } }>('/api/v1/incidents/INC-1/export?format=exe')
  expect([wrong.status, wrong.body.error.path]).toEqual([400, 'query.format'])
  expect((await fetch(`${world.url}/api/v1/incidents/INC-1/export`)).status).toBe(401)
})
