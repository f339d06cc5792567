import { execFile, spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Silence } from '../../src/alert/silence.ts'
import { compiled } from '../compiled.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { firing, type Sending, sendingTo } from '../sending.ts'

let world: World
let ana: Caller
let shop: Sending
beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana')
  shop = await sendingTo(world, 'shop')
})
afterAll(() => world.stop())

const envOf = (url: string) => ({
  ...compiled,
  PATH: process.env['PATH'],
  HOME: world.dataDir,
  FIRELINE_URL: url,
  FIRELINE_TOKEN: ana.token,
})

function fireline(args: string[], url = world.url): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise(resolve => {
    execFile(process.execPath, ['src/cli/cli.ts', ...args], { env: envOf(url) }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}

const windows = async (state: string) =>
  (await ana.get<{ silences: Silence[] }>(`/api/v1/silences?state=${state}`)).body.silences
const changes = async () =>
  (await ana.get<{ changes: { summary: string; author?: string }[] }>('/api/v1/changes?service=shop')).body.changes

test('a silence from the terminal: made, listed, ended', async () => {
  const line = ['silence', 'add', 'alertname="DiskFull"', '--service', 'shop', '--for', '2h', '--reason', 'new disks']
  const made = await fireline(line)
  expect(made.stdout).toMatch(
    /^Quiet until \d{4}-\d\d-\d\d \d\d:\d\d UTC: shop alertname="DiskFull" \(Ana: new disks\)\n$/,
  )
  const listed = await fireline(['silence', 'list'])
  const [, id = ''] = /^(\S+) {2}active {2}until .* shop alertname="DiskFull"/.exec(listed.stdout) ?? []
  expect((await fireline(['silence', 'end', id])).stdout).toMatch(/^It is over: shop /)
  expect((await fireline(['silence', 'list'])).stdout).toBe('Nothing is silenced.\n')
  const wrong = await fireline(['silence', 'add', 'alertname', '--for', '2h', '--reason', 'x'])
  expect([wrong.code, wrong.stderr]).toEqual([1, 'alertname: A matcher reads like name="value" or name=~"pattern".\n'])
})

test('a maintenance window is as long as its command, is told as a change, and ends with its exit code', async () => {
  const script = `process.stdout.write('deployed'); process.exitCode = 3`
  const ran = await fireline([
    'maintenance',
    '--service',
    'shop',
    '--reason',
    'shop 2.31',
    '--',
    process.execPath,
    '-e',
    script,
  ])
  expect([ran.code, ran.stdout]).toEqual([3, 'deployed'])
  expect(ran.stderr).toMatch(
    /^Maintenance of shop: its alerts open nothing until this ends, \d\d:\d\d UTC at the latest\.\n$/,
  )
  expect(await windows('active')).toEqual([])
  expect(await windows('expired')).toMatchObject([{ kind: 'maintenance', service: 'shop', createdBy: 'Ana' }, {}])
  expect(await changes()).toMatchObject([{ summary: 'shop 2.31', author: 'Ana' }])
})

test('killed half-way, the command and the window end; meanwhile alerts open nothing', async () => {
  const line = ['maintenance', '--service', 'shop', '--', process.execPath, '-e', 'setInterval(() => {}, 1000)']
  const child = spawn(process.execPath, ['src/cli/cli.ts', ...line], { env: envOf(world.url), stdio: 'ignore' })
  const ended = new Promise<number | null>(resolve => child.on('exit', resolve))
  await until(
    async () => (await windows('active')).length === 1 && (await changes()).length === 2,
    'the window is open',
  )
  expect(await shop.send(firing({ instance: 'web-1' }))).toMatchObject([{ outcome: 'suppressed', rule: 'silence' }])
  child.kill('SIGTERM')
  expect(await ended).toBe(128 + 15)
  expect(await windows('active')).toEqual([])
  await until(async () => (await shop.alerts())[0]?.incident, 'what still fires came in')
})

test('planned work keeps its alerts from paging, but what is critical if it is to, and what fires at its end comes in', async () => {
  const search = await sendingTo(world, 'search')
  const now = world.fireline.desk.clock.now().getTime()
  const time = (minutes: number) => new Date(now + minutes * 60_000).toISOString()
  const work = {
    services: ['search'],
    says: 'Search moves.',
    startsAt: time(0),
    endsAt: time(60),
    mutes: 'all-but-critical',
  }
  const wrong = await ana.post<{ error: { path: string } }>('/api/v1/planned-work', { ...work, endsAt: time(50_000) })
  expect([wrong.status, wrong.body.error.path]).toEqual([400, 'endsAt'])
  const { body } = await ana.post<{ id: string }>('/api/v1/planned-work', work)
  expect(await windows('active')).toMatchObject([{ kind: 'maintenance', service: 'search', spares: 'critical' }])
  const slow = firing({ alertname: 'Slow', instance: 'a', severity: 'error' })
  expect(await search.send(slow)).toMatchObject([
    { outcome: 'suppressed', why: expect.stringContaining('said by Ana: Planned work: Search moves.') as string },
  ])
  const [down] = await search.send(firing({ alertname: 'Down', instance: 'b', severity: 'critical' }))
  expect(down?.incident).toBeDefined()
  const list = async () =>
    (await ana.get<{ work: { keptOut: number; mutes: string }[] }>('/api/v1/planned-work')).body.work
  expect(await list()).toMatchObject([{ mutes: 'all-but-critical', keptOut: 1 }])
  expect((await ana.delete(`/api/v1/planned-work/${body.id}`)).status).toBe(200)
  expect([await list(), await windows('active')]).toEqual([[], []])
  await until(async () => (await search.alerts()).every(one => one.incident), 'what still fires came in')
})

test('planned work over an incident that is open holds its pages, says so there, and ends by itself', async () => {
  const mail = await sendingTo(world, 'mail')
  const [opened] = await mail.send(firing({ alertname: 'Queue', instance: 'q', severity: 'error' }))
  const at = `/api/v1/incidents/${opened?.incident}`
  const now = world.fireline.desk.clock.now().getTime()
  const span = { startsAt: new Date(now).toISOString(), endsAt: new Date(now + 3_600_000).toISOString() }
  await ana.post('/api/v1/planned-work', { services: ['mail'], says: 'Mail moves.', ...span, mutes: 'everything' })
  const said = async () => (await ana.get<{ entries: { type: string; data: object }[] }>(`${at}/timeline`)).body.entries
  const stands = (type: string) => async () => (await said()).find(one => one.type === type)
  expect(await until(stands('AlertsSilenced'), 'it to be said')).toMatchObject({
    data: { kind: 'maintenance', reason: 'Planned work: Mail moves.', createdBy: 'Ana' },
  })
  await until(stands('EscalationHeld'), 'the pages to be held')
  const goesOn = async () => {
    const types = (await said()).map(one => one.type)
    return types.lastIndexOf('EscalationStepped') > types.indexOf('EscalationHeld')
  }
  expect(await goesOn()).toBe(false)
  world.advance(61 * 60_000)
  await until(goesOn, 'its end')
})

test('planned work that spares what is critical holds no incident that is sev1', async () => {
  const pay = await sendingTo(world, 'pay')
  const [opened] = await pay.send(firing({ alertname: 'Cards', instance: 'p', severity: 'error' }))
  const at = `/api/v1/incidents/${opened?.incident}`
  expect((await ana.post(`${at}/set-severity`, { severity: 'sev1', reason: 'nobody can pay' })).status).toBe(200)
  const now = world.fireline.desk.clock.now().getTime()
  const span = { startsAt: new Date(now).toISOString(), endsAt: new Date(now + 3_600_000).toISOString() }
  const work = { services: ['pay'], says: 'Cards move.', ...span }
  const types = async () =>
    (await ana.get<{ entries: { type: string }[] }>(`${at}/timeline`)).body.entries.map(one => one.type)
  const saidTimes = async (times: number) => (await types()).filter(one => one === 'AlertsSilenced').length === times
  const spares = await ana.post<{ id: string }>('/api/v1/planned-work', { ...work, mutes: 'all-but-critical' })
  await until(() => saidTimes(1), 'it to be said')
  expect(await types()).not.toContain('EscalationHeld')
  await ana.delete(`/api/v1/planned-work/${spares.body.id}`)
  await ana.post('/api/v1/planned-work', { ...work, mutes: 'everything' })
  await until(async () => (await types()).includes('EscalationHeld'), 'all of it to be held')
})

test('a line that is wrong runs nothing; a server that is away holds no deploy up', async () => {
  const echo = [process.execPath, '-e', `process.stdout.write('ran')`]
  const wrong = await fireline(['maintenance', '--service', 'nobody-knows', '--', ...echo])
  expect([wrong.code, wrong.stdout]).toEqual([1, ''])
  expect(wrong.stderr).toContain('There is no service nobody-knows.')
  const away = await fireline(['maintenance', '--service', 'shop', '--', ...echo], 'http://127.0.0.1:9')
  expect([away.code, away.stdout]).toEqual([0, 'ran'])
  expect(away.stderr).toContain('nothing is quiet while this runs')
  expect((await fireline(['maintenance', '--', 'no-such-program-here'])).code).toBe(127)
})

test('a change is told from the terminal, in a line or around the command that makes it', async () => {
  const told = await fireline(['change', 'deploy shop 2.31', '--service', 'shop', '--author', 'zoe@example.org'])
  expect(told.stdout).toBe('Told for shop: deploy shop 2.31\n')
  const script = `process.stdout.write('deployed'); process.exitCode = 3`
  const ran = await fireline(['change', '--service', 'shop', '--', process.execPath, '-e', script])
  expect([ran.code, ran.stdout]).toEqual([3, 'deployed'])
  const [ended, began, line] = await changes()
  expect(ended?.summary).toMatch(/process\.exitCode = 3: failed with 3 after \d+ s$/)
  expect(began).toMatchObject({ summary: expect.stringMatching(/process\.exitCode = 3$/) as string, author: 'Ana' })
  expect(line).toMatchObject({ summary: 'deploy shop 2.31', author: 'zoe@example.org' })
  const away = await fireline(['change', '--', process.execPath, '-e', script], 'http://127.0.0.1:9')
  expect([away.code, away.stdout]).toEqual([3, 'deployed'])
  expect(away.stderr).toMatch(/Fireline does not answer: this change is not told/)
  expect((await fireline(['change', 'x', '--service', 'nobody-knows'])).stderr).toMatch(
    /There is no service nobody-knows/,
  )
})
