import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handle } from '../../src/engine/handle.ts'
import { newId } from '../../src/engine/id.ts'
import { inTransaction } from '../../src/store/db.ts'
import { screenBefore } from '../../src/store/recording-screens.ts'
import { appendToRecording, recordingNamed, startRecording } from '../../src/store/recordings.ts'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { openIncident } from '../rally/people-at-a-terminal.ts'

const mebibyte = 1024 * 1024
const secret = 'canary-secret-of-a-flood'
let world: World
let ana: Caller
let browser: OpenChromium

beforeAll(async () => {
  ;[world, browser] = await Promise.all([startWorld(), openChromium(), buildWeb()])
  ana = await world.person('Ana')
}, 120_000)
afterAll(async () => {
  await browser.close()
  await world.stop()
})

const event = (text: string) => `[0.010, "o", ${JSON.stringify(text)}]\n`
/** About 4 KiB as a build or a query prints it, coloured, each like no other. */
const printed = (n: number) =>
  event(
    Array.from(
      { length: 50 },
      (_, i) => `\u001b[32m${n}-${i}\u001b[0m a line of about seventy characters, as most are\r\n`,
    ).join(''),
  )

/** An incident with a recording of so many MiB, stored as it would have come. */
async function recorded(mib: number): Promise<{ incident: string; recording: string; bytes: number }> {
  const { desk } = world.fireline
  const incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  const by = { kind: 'person' as const, id: ana.id, name: 'Ana' }
  const [recording, terminal] = [newId(new Date()), newId(new Date())]
  const asks = (command: string, body: object) =>
    inTransaction(desk.db, tx =>
      handle(desk, tx, incident, { id: newId(new Date()), by, at: desk.clock.at(), body }, command),
    )
  await inTransaction(desk.db, tx =>
    startRecording(tx, { id: recording, incident, terminal, person: ana.id, at: new Date().toISOString() }),
  )
  await asks('terminal-shared', { terminal, recording, title: 'bash', host: 'db-1' })
  let bytes = 0
  const store = async (text: string) => {
    const part = Buffer.from(text)
    await inTransaction(desk.db, tx => appendToRecording(tx, recording, bytes, part))
    bytes += part.length
  }
  await store(`{"version":3,"term":{"cols":100,"rows":30}}\n${event(`it begins with ${secret}\r\n`)}`)
  for (let n = 0; bytes < mib * mebibyte; n += 256)
    await store(Array.from({ length: 256 }, (_, i) => printed(n + i)).join(''))
  await store(event(`${secret}\r\nthe-very-end\r\n`) + '[0.1, "x", "0"]\n')
  await asks('terminal-ended', { terminal, reason: 'its shell has ended' })
  return { incident, recording, bytes }
}

test('in a recording of 100 MB a seek goes to a kept screen, there and back', async () => {
  const { incident, recording, bytes } = await recorded(100)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.request.post(`${world.url}/api/v1/session`, { data: { token: ana.token } })
  const page = await context.newPage()
  const box = page.locator('[data-region="terminal"] [data-before]')
  const shown = async () => {
    const isBusy = (await box.getAttribute('data-busy')) === 'true'
    return isBusy ? '' : ((await page.locator('.xterm-rows').textContent()) ?? '')
  }
  const goes = async (key: string, words: string | RegExp): Promise<number> => {
    const from = performance.now()
    await page.getByRole('slider', { name: 'Moment' }).press(key)
    await until(async () => new RegExp(words).test(await shown()), String(words), 120_000)
    return Math.round(performance.now() - from)
  }
  const opens = performance.now()
  await page.goto(`${world.url}/incidents/${incident}/replay`)
  await page.getByRole('button', { name: 'Play' }).waitFor({ timeout: 120_000 })
  const opened = Math.round(performance.now() - opens)
  const cold = await goes('End', 'the-very-end')
  await goes('PageDown', /[1-9]\d+-49/)
  const { db } = world.fireline.desk
  const last = () => screenBefore(db, recording, Number.MAX_SAFE_INTEGER)
  await until(async () => bytes - ((await last())?.at ?? 0) < 4 * mebibyte, 'all screens to be kept', 300_000)
  const kept = Math.round(performance.now() - opens)
  const warm = await goes('End', 'the-very-end')
  const back = await goes('PageDown', /[1-9]\d+-49/)
  const { rows } = await db.query<{ n: number; bytes: number }>(
    'select count(*)::int as n, sum(length(content))::int as bytes from recording_screen where recording = $1',
    [recording],
  )
  console.log('100 MB, ms:', { opened, cold, kept, warm, back }, rows[0])
  expect(
    await (await context.request.get(`${world.url}/api/v1/recordings/${recording}/screens/${bytes}`)).json(),
  ).toMatchObject({
    screen: { cols: 100, rows: 30 },
  })
  // Gone through from its beginning it would be fifty times as much to write.
  expect(warm).toBeLessThan(cold)
  await context.close()
})

test('a redaction of 200 MB holds nobody up and takes no memory for its length', async () => {
  const { incident, recording } = await recorded(200)
  const { db } = world.fireline.desk
  const before = process.memoryUsage()
  let most = 0
  const looking = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const from = performance.now()
  const { status } = await ana.post(`/api/v1/incidents/${incident}/redact`, {
    recording,
    text: secret,
    reason: 'a secret',
  })
  const took = Math.round(performance.now() - from)
  delay.disable()
  clearInterval(looking)
  const mb = (bytes: number) => Math.round(bytes / mebibyte)
  console.log('200 MB:', {
    took,
    p99: delay.percentile(99) / 1e6,
    max: delay.max / 1e6,
    rss: mb(before.rss),
    most: mb(most),
  })
  expect(status).toBe(200)
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from recording_chunk where recording = $1 and position($2::bytea in content) > 0`,
    [recording, Buffer.from(secret)],
  )
  expect(rows[0]?.n).toBe(0)
  expect((await recordingNamed(db, recording))?.stored).toBeGreaterThan(200 * mebibyte)
  expect(mb(most - before.rss)).toBeLessThan(200)
})
