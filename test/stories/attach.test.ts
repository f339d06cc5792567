import { execFile } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import { compiled } from '../compiled.ts'
import { startWorld, type World } from '../harness.ts'

let world: World
let token: string
beforeAll(async () => {
  world = await startWorld()
  const ana = await world.person('Ana')
  token = ana.token
  await ana.post('/api/v1/incidents', { title: 'Slow', severity: 'sev3', service: 'default' })
})
afterAll(() => world.stop())

/** Runs the CLI as Ana would, with this piped into it. */
function fireline(args: string[], piped?: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    ...compiled,
    PATH: process.env['PATH'],
    HOME: world.dataDir,
    FIRELINE_URL: world.url,
    FIRELINE_TOKEN: token,
  }
  return new Promise(resolve => {
    const child = execFile(process.execPath, ['src/cli/cli.ts', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
    child.stdin?.end(piped)
  })
}
const evidence = async () => (await world.admin.get<Incident>('/api/v1/incidents/INC-1')).body.evidence

test('what is piped in, and what a command prints, is kept with its exit code, times and digest', async () => {
  const paste = await fireline(['attach', 'the disk answers with errors'], 'I/O error\n')
  expect(paste).toMatchObject({ code: 0, stderr: '' })
  expect(paste.stdout).toMatch(/^E1 kept, \d+ bytes, sha256 [0-9a-f]{12}\n$/)
  const command = await fireline(['attach', 'it fails', '--', 'sh', '-c', 'echo out; echo err >&2; exit 3'], '')
  expect(command).toMatchObject({ code: 0 })
  const [first, second] = await evidence()
  expect(first).toMatchObject({ kind: 'paste', excerpt: 'the disk answers with errors\n\nI/O error\n' })
  expect(second).toMatchObject({ kind: 'command', command: "sh -c 'echo out; echo err >&2; exit 3'", exitCode: 3 })
  expect(second?.excerpt).toMatch(/^it fails\n\n(out\nerr|err\nout)\n$/)
  expect(Date.parse(second?.to ?? '')).toBeGreaterThanOrEqual(Date.parse(second?.from ?? ''))
})

test('the size-up is printed as a card', async () => {
  const card = await fireline(['size-up'])
  expect(card.stdout).toMatch(/^INC-1 sev3 open · Slow\n {2}says {5}Slow\n {2}since/)
})

test('a program that is not there is said, and nothing is kept', async () => {
  const before = await evidence()
  const said = await fireline(['attach', 'x', '--', 'no-such-program'])
  expect([said.code, said.stderr]).toEqual([1, expect.stringContaining('no-such-program cannot be run')])
  expect(await evidence()).toEqual(before)
})
