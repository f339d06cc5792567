import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SideNote } from '../../src/api/room-messages.ts'
import type { Refusal } from '../../src/incident/decision.ts'
import { freshDatabase } from '../database.ts'
import { everyTable } from '../every-table.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { type Browser, openBrowser, openIncident } from './people-at-a-terminal.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let world: World
let otherNode: World
let ana: Caller
let ben: Caller
let vera: Caller
let path: string
let incident: string
const open: { ana: Browser; ben: Browser; vera: Browser } = {} as never

beforeAll(async () => {
  database = await freshDatabase()
  world = await startWorld({ DATABASE_URL: database.url })
  const secret = { FIRELINE_SECRET_FILE: join(world.dataDir, 'secret') }
  otherNode = await startWorld({ DATABASE_URL: database.url, ...secret })
  ana = await world.person('Ana')
  ben = await world.person('Ben')
  vera = await world.person('Vera', 'viewer')
  incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  path = `/api/v1/incidents/${incident}`
  for (const one of [ana, ben]) await one.post(`${path}/join`)
  open.ana = await openBrowser(world.url, ana.token)
  open.ben = await openBrowser(world.url, ben.token)
  open.vera = await openBrowser(otherNode.url, vera.token)
  for (const one of Object.values(open)) one.send({ type: 'watch-timeline', incident })
  for (const one of Object.values(open)) await until(() => frames(one).includes('presence'), 'the room')
})

afterAll(async () => {
  for (const one of Object.values(open)) one.close()
  await otherNode.stop()
  await world.stop()
  await database.drop()
})

const frames = (browser: Browser) => JSON.stringify(browser.messages)
const says = (who: Caller, text: string) => who.post<{ note: SideNote }>(`${path}/side-notes`, { text })
const reads = async (who: Caller) => {
  const { body } = await who.get<{ hears: boolean; notes: SideNote[] }>(`${path}/side-notes`)
  return { hears: body.hears, texts: body.notes.map(note => note.text) }
}
/** What comes after a note has come: so has the note, to whom it comes. */
async function nextUpdateSeen(text: string): Promise<void> {
  await ben.post(`${path}/post-update`, { text, audience: 'responders' })
  for (const one of Object.values(open)) await until(() => frames(one).includes(text), text)
}

test('what is said beside the lead comes to everybody else, on every node, and no frame of the lead has it', async () => {
  expect((await says(ben, 'She goes in circles')).status).toBe(201)
  expect((await says(vera, 'The cache was not looked at')).status).toBe(201)
  for (const one of [open.ben, open.vera]) {
    await until(() => frames(one).includes('She goes in circles'), 'the first note')
    await until(() => frames(one).includes('The cache was not looked at'), 'the second note')
  }
  await nextUpdateSeen('carts are back')
  expect(frames(open.ana)).not.toMatch(/circles|cache was not|"side"/)
  expect(await reads(ben)).toEqual({ hears: true, texts: ['She goes in circles', 'The cache was not looked at'] })
})

test('no door tells it to the lead: REST, the stream, the export, a service account of theirs', async () => {
  expect(await reads(ana)).toEqual({ hears: false, texts: [] })
  const { body: service } = await world.admin.post<{ id: string }>('/api/v1/people', {
    name: 'Bot',
    role: 'responder',
    kind: 'service',
  })
  const { body: made } = await world.admin.post<{ token: string }>(`/api/v1/people/${service.id}/tokens`, { name: 'x' })
  for (const token of [ana.token, made.token]) {
    const asked = { headers: { authorization: `Bearer ${token}` } }
    for (const door of ['', '/timeline', '/export?format=md', '/export?format=jsonl', '/side-notes', '/calls'])
      expect(await (await fetch(`${world.url}${path}${door}`, asked)).text(), door).not.toMatch(/circles|cache was not/)
    const stream = await fetch(`${world.url}${path}/timeline`, {
      headers: { ...asked.headers, accept: 'text/event-stream' },
    })
    let heard = ''
    for await (const part of stream.body as unknown as AsyncIterable<Uint8Array>) {
      heard += Buffer.from(part).toString()
      if (heard.includes('carts are back')) break
    }
    expect(heard).not.toMatch(/circles|cache was not/)
  }
  const entries = await world.fireline.desk.db.query('select data from entry union all select said::text from audit')
  expect(JSON.stringify(entries.rows)).not.toMatch(/circles|cache was not/)
})

test('who leads is told no, with the way to say it to everybody', async () => {
  const { status, body } = await ana.post<{ refusal: Refusal }>(`${path}/side-notes`, { text: 'I am at the cache' })
  expect([status, body.refusal.code]).toEqual([409, 'you-lead'])
  const [next] = body.refusal.next
  expect((await ana.post(`${path}/${next?.command}`, next?.body)).status).toBe(200)
  for (const text of ['', '   ', 'x'.repeat(2_001)]) {
    const no = await ben.post(`${path}/side-notes`, { text })
    expect([no.status, no.body]).toMatchObject([400, { error: { path: 'text' } }])
  }
})

test('the lead passed on: who leads now hears no more, and who led hears only what is said from then on', async () => {
  await ana.post(`${path}/offer-lead`, { to: ben.id })
  expect((await ben.post(`${path}/accept-lead`)).status).toBe(200)
  await says(vera, 'Ben should sleep')
  await until(() => frames(open.ana).includes('Ben should sleep'), 'the note')
  await nextUpdateSeen('the cache is warm')
  expect(frames(open.ben)).not.toContain('Ben should sleep')
  expect(frames(open.ana)).not.toMatch(/circles|cache was not/)
  expect(await reads(ben)).toEqual({ hears: false, texts: [] })
  expect(await reads(ana)).toEqual({ hears: true, texts: ['Ben should sleep'] })
})

test('a word that has to go goes from a note as well, named by itself or found anywhere', async () => {
  const { body } = await says(ana, 'the password is Grey-Horse-77')
  await says(ana, 'Blue-Horse opens it too')
  const no = await ana.post(`${path}/redact`, { note: incident, reason: 'x' })
  expect([no.status, no.body]).toMatchObject([400, { error: { path: 'note' } }])
  expect((await ana.post(`${path}/redact`, { note: body.note.id, reason: 'a password' })).status).toBe(200)
  const { body: update } = await ben.post<{ entries: { id: string }[] }>(`${path}/post-update`, {
    text: 'Blue-Horse it is',
    audience: 'responders',
  })
  await ana.post(`${path}/redact`, { entry: update.entries[0]?.id, text: 'Blue-Horse', reason: 'a key' })
  expect((await reads(ana)).texts).toEqual(['Ben should sleep', '[redacted]', '[redacted] opens it too'])
  expect(await everyTable(world.fireline.desk.db)).not.toMatch(/Grey-Horse|Blue-Horse/)
})

test('when it is over everybody hears all of it, and the story that is kept has it; burning again, the lead does not', async () => {
  expect((await ben.post(`${path}/resolve`, { summary: 'The cache was cold' })).status).toBe(200)
  expect((await reads(ana)).texts).toContain('She goes in circles')
  expect((await reads(ben)).texts).toContain('Ben should sleep')
  const story = await ana.get<string>(`${path}/export?format=md`)
  expect(story.body).toContain('## Said beside the lead')
  expect(story.body).toContain('She goes in circles')
  await ana.post(`${path}/reopen`, { reason: 'it is back' })
  await says(vera, 'We said so')
  expect(await reads(ben)).toEqual({ hears: false, texts: [] })
  expect((await ana.get<string>(`${path}/export?format=md`)).body).not.toContain('circles')
})
