import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Entry } from '../../src/incident/entry.ts'
import { verifyAll } from '../../src/store/rebuild.ts'
import { castV2 } from '../../src/terminal/cast-v2.ts'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import type { Night } from '../pictures/night.ts'
import { shareScreen } from '../pictures/terminal.ts'
import { requireProgram } from '../real-program.ts'
import { openBrowser, openIncident, type SharedShell, shareShell } from './people-at-a-terminal.ts'
import { promptAgent } from './prompt-agent.ts'

let world: World
let ana: Caller
let incident: string
let shell: SharedShell
let recording: string
let folder: string
let browser: OpenChromium

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fireline-asciinema-'))
  ;[world, browser] = await Promise.all([startWorld(), openChromium(), buildWeb()])
  ana = await world.person('Ana')
  const ben = await world.person('Ben')
  incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  shell = await shareShell(world.url, ana, incident)
  recording = (await shell.link.welcomed).recording
  await recordALittle(ben)
}, 60_000)
afterAll(async () => {
  await browser.close()
  await shell.end()
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

const cast = async (file = `${recording}.cast`) => (await ana.get<string>(`/api/v1/recordings/${file}`)).body
const anchors = async () => {
  const { body } = await ana.get<{ entries: Entry[] }>(`/api/v1/incidents/${incident}/timeline`)
  return body.entries.flatMap(entry => (entry.type === 'RecordingAnchored' ? [entry.data] : []))
}
const troubles = async () => (await verifyAll(world.fireline.desk.db)).troubles

/** Ana prints more than a part, gives the keyboard to Ben, and ends the shell. */
async function recordALittle(ben: Caller): Promise<void> {
  const anas = await openBrowser(world.url, ana.token, { incident, terminal: shell.terminal })
  const type = (data: string) => anas.send({ type: 'input', terminal: shell.terminal, epoch: anas.epoch(), data })
  type('printf "\\033[1;31mcanary-secret-42\\033[0m caf\\303\\251\\n"; seq 12000; echo the-en""d\r')
  await until(() => anas.shown().includes('the-end'), 'the numbers')
  await ana.post(`/api/v1/incidents/${incident}/acknowledge`, {})
  await ben.post(`/api/v1/incidents/${incident}/join`, {})
  await ana.post(`/api/v1/incidents/${incident}/give-keyboard`, { to: ben.id })
  await until(async () => (await cast()).includes('"keyboard: Ben"'), 'the hand-over to be recorded')
  await ben.post(`/api/v1/incidents/${incident}/suggest`, { text: 'Restart the pool', why: 'It is full' })
  await until(async () => (await cast()).includes('S1 suggested"'), 'the suggestion to be marked in the recording')
  shell.keeper.tell({ type: 'end' })
  await until(async () => (await anchors()).at(-1)?.why === 'end', 'the end to be held fast')
  anas.close()
}

test('what was recorded is held fast when the keyboard changes hands and at the end, and verifies', async () => {
  const bytes = Buffer.byteLength(await cast())
  expect(bytes).toBeGreaterThan(65_536)
  // Ana's, as she shares it, and Ben's; in one stored piece they are one.
  const [end, ...handOvers] = (await anchors()).toReversed()
  expect(new Set(handOvers.map(one => one.why))).toEqual(new Set(['hand-over']))
  expect(end).toMatchObject({ recording, terminal: shell.terminal, bytes, segments: Math.ceil(bytes / 65_536) })
  expect(await troubles()).toEqual([])
})

test('its v2 form is read by our own reader and by the asciinema of Debian, byte for byte', async () => {
  const v2 = await cast(`${recording}.v2.cast`)
  const line = castV2()
  expect(v2.trimEnd().split('\n')).toEqual((await cast()).split('\n').flatMap(one => line(one) ?? []))
  const shown = v2
    .trimEnd()
    .split('\n')
    .slice(1)
    .map(one => JSON.parse(one) as [number, string, string])
  const output = shown.flatMap(([, code, data]) => (code === 'o' ? [data] : [])).join('')
  expect(output).toContain('canary-secret-42')
  const [asciinema, script] = [requireProgram('asciinema'), requireProgram('script')]
  if (!asciinema || !script) return
  const file = join(folder, 'recording.cast')
  writeFileSync(file, v2)
  // It wants a terminal of its own to read keys from.
  const said = execFileSync(script, ['-qec', `stty -opost; ${asciinema} cat ${file}`, '/dev/null'], { input: '' })
  expect(said.toString()).toBe(output)
})

test('it is played again in the browser: at each entry the screen is the one of its moment, and its words are found', async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.request.post(`${world.url}/api/v1/session`, { data: { token: ana.token } })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(`${world.url}/incidents/${incident}/replay`)
  const screen = page.locator('.xterm-rows')
  const shows = (words: string, is: boolean) =>
    until(async () => ((await screen.textContent()) ?? '').includes(words) === is, `"${words}" to be ${is}`)
  await page.getByText('Nobody has it').waitFor()
  await shows('the-end', false)
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await timeline
    .getByRole('button', { name: /Ben.* keyboard/ })
    .last()
    .click()
  await shows('the-end', true)
  await page.getByText('Ana leads, Ben has the keyboard').waitFor()
  await timeline.getByRole('button').first().click()
  await shows('the-end', false)
  await page.getByLabel('Find in what the terminal printed').fill('11999')
  await page.getByLabel('Found').getByRole('button', { name: '11999' }).click()
  await shows('12000', true)
  await page.getByText('marked on').click()
  await page.getByLabel('Marked in the recording').getByRole('button', { name: 'S1 suggested' }).click()
  await page.getByText('Restart the pool').last().waitFor()
  await shows('the-end', true)
  await page.getByRole('button', { name: 'Comment on this moment' }).click()
  await page.getByLabel(/For whoever learns/).fill('Look at the pool here')
  await page.getByRole('button', { name: 'Keep the comment' }).click()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.getByText('Look at the pool here', { exact: true }).waitFor({ state: 'detached' })
  await page.getByRole('slider', { name: 'Moment' }).focus()
  await page.keyboard.press('Home')
  await shows('12000', false)
  await page.getByRole('button', { name: 'Play' }).click()
  await shows('the-end', true)
  expect(complaints).toEqual([])
})

test('a comment for whoever learns stands at its moment of the replay, and on no timeline; only its author takes it back', async () => {
  const path = `/api/v1/incidents/${incident}/replay-comments`
  const vera = await world.person('Vera', 'viewer')
  const at = new Date().toISOString()
  const { body: said } = await vera.post<{ id: string }>(path, { at, text: 'Here canary-secret-42 was seen' })
  for (const wrong of ['2020-01-01T00:00:00Z', '2999-01-01T00:00:00Z'])
    expect((await vera.post(path, { at: wrong, text: 'Too far' })).body).toMatchObject({ error: { path: 'at' } })
  expect((await ana.get(path)).body).toMatchObject({
    comments: [{ at, person: vera.id, says: expect.stringContaining('seen') }],
  })
  const { body } = await ana.get<{ entries: Entry[] }>(`/api/v1/incidents/${incident}/timeline`)
  expect(JSON.stringify(body)).not.toContain('was seen')
  const bea = await world.person('Bea')
  expect((await bea.delete(`${path}/${said.id}`)).status).toBe(404)
  const { body: again } = await vera.post<{ id: string }>(path, { at, text: 'Not so' })
  expect((await vera.delete(`${path}/${again.id}`)).status).toBe(200)
})

test('what was not recorded over a line that was cut stands on the timeline in red; a gap that goes on is one entry more', async () => {
  const at = await openIncident(world, { id: ana.id, name: 'Ana' })
  const night = { people: { ana }, world, now: () => new Date() } as unknown as Night
  const screen = await shareScreen(night, 'ana', 'bash', at)
  const gaps = async () => {
    const { entries } = (await ana.get<{ entries: Entry[] }>(`/api/v1/incidents/${at}/timeline`)).body
    return entries.flatMap(entry => (entry.type === 'RecordingGap' ? [entry.data] : []))
  }
  screen.says('before')
  screen.cut()
  await screen.linksAgain()
  screen.misses(5_120)
  await until(async () => (await gaps()).length === 1, 'the gap to be told')
  for (const doubled of [10_240, 20_480, 40_960]) {
    screen.says('the newest of a flood')
    screen.misses(doubled)
  }
  screen.says('whole again')
  await screen.ends()
  expect(await gaps()).toEqual([
    expect.objectContaining({ bytes: 5_120, why: 'line' }),
    expect.objectContaining({ bytes: 71_680, why: 'line' }),
  ])
  expect(await troubles()).toEqual([])
})

test('in a strict service a shell is told to wait for its recording; who types goes on with a reason, and it stands on the timeline', async () => {
  const { body: service } = await world.admin.get('/api/v1/services/default')
  const { id: _, slug: __, stakeholderCount: ___, ...is } = service
  expect((await world.admin.put('/api/v1/services/default', { ...is, recording: 'maybe' })).body).toMatchObject({
    error: { path: 'recording' },
  })
  expect((await world.admin.put('/api/v1/services/default', { ...is, recording: 'strict' })).body).toMatchObject({
    recording: 'strict',
  })
  const at = await openIncident(world, { id: ana.id, name: 'Ana' })
  const agent = await promptAgent(world.url, ana, at, 'db-1')
  expect(agent.frames).toContainEqual(expect.objectContaining({ type: 'welcome', strict: true }))
  await ana.post(`/api/v1/incidents/${at}/acknowledge`, {})
  const anas = await openBrowser(world.url, ana.token, { incident: at, terminal: agent.terminal })
  agent.tells({ type: 'recording', state: 'waits', since: new Date().toISOString(), bytes: 10 })
  const hears = (type: string, more: object) =>
    until(
      () =>
        anas.messages.some(
          one => one.type === type && Object.entries(more).every(([key, value]) => one[key as never] === value),
        ),
      type,
    )
  await hears('recording', { state: 'waits' })
  await until(
    () => anas.messages.some(one => 'keyboard' in one && one.keyboard.holder === ana.id),
    'the keyboard to be hers',
  )
  anas.send({ type: 'go-on', terminal: agent.terminal, epoch: anas.epoch() + 5, reason: 'not mine' })
  await hears('refused', { about: 'go-on', code: 'keyboard-held' })
  anas.send({ type: 'go-on', terminal: agent.terminal, epoch: anas.epoch(), reason: 'the pool is down' })
  await until(() => agent.frames.some(frame => frame.type === 'go-on'), 'the agent to be told')
  expect(agent.frames.filter(frame => frame.type === 'go-on')).toMatchObject([
    { person: ana.id, reason: 'the pool is down' },
  ])
  agent.notes({ anyway: { person: ana.id, reason: 'the pool is down', at: new Date().toISOString() } })
  const told = async () => (await ana.get<{ entries: Entry[] }>(`/api/v1/incidents/${at}/timeline`)).body.entries
  await until(async () => (await told()).some(one => one.type === 'WentOnUnrecorded'), 'it to stand on the timeline')
  anas.close()
  agent.close()
})

test('a redaction masks it where it stands, holds it fast anew, and the whole still verifies', async () => {
  const before = Buffer.byteLength(await cast())
  const { status } = await ana.post(`/api/v1/incidents/${incident}/redact`, {
    recording,
    text: 'canary-secret-42',
    reason: 'a secret',
  })
  expect(status).toBe(200)
  expect(await cast()).not.toContain('canary-secret-42')
  expect(Buffer.byteLength(await cast())).toBe(before)
  const told = await ana.get<{ comments: { says: string }[] }>(`/api/v1/incidents/${incident}/replay-comments`)
  expect(told.body.comments.map(one => one.says)).toEqual(['Here [redacted] was seen'])
  expect((await anchors()).slice(-2).map(one => one.why)).toEqual(['end', 'redacted'])
  expect(await troubles()).toEqual([])
})

test('a recording that was changed, cut off or lost in the database is found out', async () => {
  const { db } = world.fireline.desk
  const changed = `convert_to(replace(convert_from(content, 'UTF8'), '11999', '11111'), 'UTF8')`
  const found = [expect.objectContaining({ incident, trouble: expect.stringContaining('before byte') })]
  await db.query('create table whole as select * from recording_chunk')
  for (const sql of [
    `update recording_chunk set content = ${changed} where recording = '${recording}'`,
    `delete from recording_chunk where recording = '${recording}' and from_byte > 70000`,
    `delete from recording_chunk where recording = '${recording}'`,
  ]) {
    await db.query(sql)
    expect(await troubles(), sql).toEqual(found)
    await db.query('delete from recording_chunk; insert into recording_chunk select * from whole')
    expect(await troubles()).toEqual([])
  }
})
