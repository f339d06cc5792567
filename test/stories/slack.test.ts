import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import { Ledger, type Sent } from '../fakes/ledger.ts'
import { buttonsIn, pressOf, type SlackFake, startSlack } from '../fakes/slack.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'

let world: World
let slack: SlackFake
let ana: Caller
const ledger = new Ledger()
beforeAll(async () => {
  slack = await startSlack(ledger, () => world.url)
  world = await startWorld({ FIRELINE_ALLOW_PRIVATE: '127.0.0.1' }, { ledger })
  ana = await world.person('Ana')
})
afterAll(async () => {
  await world.stop()
  await slack.stop()
})

const setUp = (more: object = {}) => {
  const { url: server, botToken, signingSecret } = slack
  return world.admin.put('/api/v1/chats/slack', { server, botToken, signingSecret, ...more })
}
const read = async (incident: string) => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body
/** What one person alone was told; reading it is expecting it. */
const whispered = (user: string, text: string) =>
  until(() => ledger.find(one => one.to === user && one.body.includes(text)), `${user} to be told "${text}"`)
/** All lines of a channel so far, below its head. */
const linesIn = (start: string) =>
  slack
    .channel(start)
    .messages.slice(1)
    .flatMap(one => (one.metadata ? one.text.split('\n') : []))
/** Waits until a channel says so. */
async function says(start: string, text: string): Promise<void> {
  world.advance(1_000)
  await until(
    () => slack.channels.some(one => one.name.startsWith(start)) && linesIn(start).some(one => one.includes(text)),
    `"${text}" in ${start}`,
  )
  while (ledger.find(one => one.to.startsWith(`#${start}`) && !known.has(one) && known.add(one) !== undefined)) continue
}
const known = new Set<Sent>()
async function burns(title: string, severity = 'sev2'): Promise<{ id: string; number: number }> {
  const { body } = await world.admin.post<{ id: string; number: number }>('/api/v1/incidents', {
    title,
    severity,
    service: 'default',
  })
  world.advance(1_000)
  return body
}

it('a token that Slack does not take is not kept, and what is kept never comes out', async () => {
  const wrong = await setUp({ botToken: 'xoxb-not-the-right-one' })
  expect(wrong).toMatchObject({
    status: 400,
    body: { error: { path: 'botToken', message: 'Slack does not take it: auth.test: invalid_auth' } },
  })
  expect((await setUp({ signingSecret: undefined })).body).toMatchObject({ error: { path: 'signingSecret' } })
  const { status, body } = await setUp()
  expect([status, body]).toMatchObject([200, { workspace: 'Shop', hears: ['signed'] }])
  const { rows } = await world.fireline.desk.db.query('select * from chat')
  expect(JSON.stringify([rows, body, (await world.admin.get('/api/v1/chats/slack')).body])).not.toMatch(/xoxb-of|abab/)
  expect(
    (await setUp({ botToken: undefined, signingSecret: undefined, server: 'https://slack.example.org' })).body,
  ).toMatchObject({ error: { path: 'botToken' } })
})

it('an incident has a channel that tells what is decided, in order, and its buttons act as who presses them', async () => {
  const is = await burns('Shop <!channel> is *slow*')
  await says('inc-1-', 'declared sev2')
  const { id: place, name, messages, topic } = slack.channel('inc-1-')
  expect(name).toBe('inc-1-shop-channel-is-slow')
  expect(messages[0]?.text).toContain('SEV2 default · Shop &lt;!channel&gt; is *slow*')
  expect(topic).toContain(`INC-${is.number}`)
  const [have] = buttonsIn(messages[0]!)
  expect(have?.text.text).toBe('I have it')
  expect(await slack.press('UANA', place, have?.value ?? '')).toBe(200)
  await whispered('UANA', '/fl link')
  expect((await read(is.id)).acknowledgedBy).toBeUndefined()

  const { body: code } = await ana.post<{ type: string }>(`/api/v1/people/${ana.id}/chats/code`)
  expect((await slack.line('UANA', place, code.type.replace('/fl ', ''))).body.text).toContain(
    'knows you here from now on, Ana',
  )
  expect((await slack.line('UEVE', place, code.type.replace('/fl ', ''))).body.text).toContain('used already')
  expect(await slack.press('UANA', place, have?.value ?? '')).toBe(200)
  await whispered('UANA', 'Ana has it')
  expect((await read(is.id)).acknowledgedBy).toBe(ana.id)
  world.advance(1_000)
  await until(
    () => messages[0]?.text.includes('Ana has it.') && slack.channel('inc-').members.includes('UANA'),
    'the head to say so',
  )
  expect(buttonsIn(messages[0]!).map(one => one.text.text)).toEqual(['I come and help'])
})

it('a line after /fl is answered as the API answers, and a no has its ways as buttons', async () => {
  const place = slack.channel('inc-1-').id
  const say = async (text: string) => (await slack.line('UANA', place, text)).body
  expect((await say('theory It is the cache')).text).toContain('Ana thinks H1: It is the cache')
  const no = await say('confirm-cause hypothesis=H1')
  const { body: api } = await ana.post<{ refusal: { message: string } }>('/api/v1/incidents/INC-1/confirm-cause', {
    hypothesis: 'H1',
  })
  expect(no.text.split('\n')[0]).toBe(api.refusal.message)
  expect(no.text).toContain('/fl waive')
  const known = buttonsIn(no).find(one => one.text.text === 'We know this one')
  expect(await slack.press('UANA', place, known?.value ?? '')).toBe(200)
  await whispered('UANA', 'knows this one')
  expect((await say('sev sev9')).text).toContain('severity: ')
  expect((await say('escalate run=1 round=0 step=0')).text).toContain('There is no command escalate')
  expect((await say('status')).text).toContain('Ana has it.')
  expect((await say('declare')).text).toContain('Say what burns')
  expect((await say('')).text).toContain('/fl ack')
  expect((await slack.line('UEVE', place, 'ack')).body.text).toContain('/fl link')
  const leo = await world.person('Leo', 'viewer')
  const { body: code } = await leo.post<{ code: string }>(`/api/v1/people/${leo.id}/chats/code`)
  await slack.line('ULEO', place, `link ${code.code}`)
  expect((await slack.line('ULEO', place, 'ack')).body.text).toBe('You may not do this: it needs the right "respond".')
  await says('inc-1-', 'Ana knows this one')
  expect(linesIn('inc-1-').map(line => line.replace(/\d\d:\d\d UTC/, 'then'))).toEqual([
    'admin declared sev2: Shop &lt;!channel&gt; is *slow*',
    expect.stringContaining('Nobody can be paged: Ana cannot be reached.'),
    'Ana has it. Quiet until then',
    'Ana is here',
    'Ana leads',
    'Ana has the keyboard',
    'Ana thinks H1: It is the cache',
    'Ana knows this one: It is the cache',
  ])
})

it('what anybody answers in a thread is kept; a pushpin, a magnifier or a bulb brings any message over', async () => {
  const { id: place, messages } = slack.channel('inc-1-')
  const isNow = () => read('INC-1')
  await slack.says('UEVE', place, 'I saw this &lt;last week&gt;', messages[0]?.ts)
  expect((await isNow()).remarks).toMatchObject([
    { text: 'I saw this <last week>', from: 'UEVE of the shop', over: 'Slack' },
  ])
  const aside = await slack.says('UEVE', place, 'The disk of db-1 is full')
  expect((await isNow()).remarks).toHaveLength(1)
  expect(await slack.reacts('UEVE', place, aside.ts, 'pushpin')).toBe(200)
  expect(await slack.reacts('UEVE', place, aside.ts, 'mag')).toBe(200)
  await whispered('UEVE', '/fl link')
  expect((await isNow()).evidence).toEqual([])
  for (const reaction of ['mag', 'bulb', 'tada']) await slack.reacts('UANA', place, aside.ts, reaction)
  await slack.reacts('UANA', place, messages[0]?.ts ?? '', 'pushpin')
  const { remarks, evidence, hypotheses } = await isNow()
  expect(remarks).toHaveLength(2)
  expect(evidence).toMatchObject([{ kind: 'statement', excerpt: 'The disk of db-1 is full', by: 'Ana' }])
  expect(hypotheses.at(-1)).toMatchObject({ statement: 'The disk of db-1 is full', by: 'Ana' })
  await whispered('UANA', 'added E1')
  await whispered('UANA', 'thinks H3')
  await says('inc-1-', 'thinks H3')
})

it('what is not signed, is old, comes from elsewhere or comes again does nothing', async () => {
  const text = 'team_id=T1&channel_id=C1&user_id=UANA&trigger_id=x1&text=resolve'
  const status = async (headers: Record<string, string>) => (await slack.request(text, headers)).status
  expect(await status({ 'x-slack-signature': `v0=${'0'.repeat(64)}` })).toBe(401)
  expect(await status({ 'x-slack-request-timestamp': '1' })).toBe(401)
  const other = await slack.request(text.replace('T1', 'T2'), {})
  expect([other.status, await other.text()]).toEqual([200, ''])
  const hello = await slack.request('{"type":"url_verification","challenge":"c"}', {
    'content-type': 'application/json',
  })
  expect(await hello.json()).toEqual({ challenge: 'c' })
  for (const strange of ['', '{', 'payload=%7B', 'payload={"actions":[{"value":"{}"}]}'])
    expect((await slack.request(strange, {})).status).toBe(200)
  expect((await read('INC-1')).status).toBe('open')
})

it('over Socket Mode nothing has to reach us: the same lines and buttons, and again after a cut', async () => {
  const { id: place } = slack.channel('inc-1-')
  expect((await setUp({ appToken: slack.appToken })).body).toMatchObject({ hears: ['signed', 'socket'] })
  await until(() => slack.sockets() === 1, 'the connection')
  const about = { team_id: 'T1', channel_id: place, user_id: 'UANA' }
  const said = await slack.overSocket('slash_commands', { ...about, text: 'status', trigger_id: 's1' })
  expect(said.payload?.text).toContain('Ana has it.')
  slack.cut()
  await until(() => slack.sockets() === 1, 'the connection again')
  const value = JSON.stringify({ command: 'post-update', incident: (await read('INC-1')).id, body: { text: 'Soon.' } })
  expect(await slack.overSocket('interactive', pressOf('UANA', place, value, 1))).toEqual({})
  await whispered('UANA', 'audience: ')
  const event = { type: 'message', user: 'UEVE', channel: place, ts: '9.9', thread_ts: '9.1', text: 'I was it' }
  const told = { type: 'event_callback', team_id: 'T1', event_id: 'e1', event }
  for (const _ of [1, 2]) expect(await slack.overSocket('events_api', told)).toEqual({})
  expect((await read('INC-1')).remarks?.filter(one => one.text === 'I was it')).toHaveLength(1)
})

it('while Slack limits, fails or hangs, its room waits and then goes on, each message once; one that is gone is left alone', async () => {
  const is = await burns('Disk is full')
  await says('inc-2-', 'declared sev2')
  const { messages, id: place } = slack.channel('inc-2-')
  const retried = (n: number) => async () => {
    const { rows } = await world.fireline.desk.db.query<{ n: number }>(
      `select count(*) as n from attempt join obligation on id = obligation where kind = 'chat' and outcome = 'retry'`,
    )
    return rows[0]?.n === n
  }
  slack.misbehave['chat.postMessage'] = [
    { status: 429, headers: { 'retry-after': '7' } },
    { status: 500 },
    { error: 'internal_error' },
    'reset',
    'lost',
  ]
  await ana.post(`/api/v1/incidents/${is.id}/post-update`, { text: 'We clean up', audience: 'responders' })
  world.advance(1_000)
  for (const [n, ms] of [7_100, 15_100, 30_100, 60_100, 60_100].entries()) {
    await until(retried(n + 1), `no number ${n + 1}`)
    world.advance(ms)
  }
  await until(
    async () => (await world.fireline.desk.db.query('select 1 from chat_room where owed_seq > 0')).rowCount === 0,
    'all is said',
  )
  expect(messages.filter(one => one.text.includes('We clean up'))).toHaveLength(1)
  await says('inc-2-', 'We clean up')
  const { body: said } = await ana.get<{ entries: { id: string; type: string }[] }>(
    `/api/v1/incidents/${is.id}/timeline`,
  )
  const entry = said.entries.find(one => one.type === 'UpdatePosted')?.id
  const redacted = await ana.post<{ stillHolds: { where: string }[] }>(`/api/v1/incidents/${is.id}/redact`, {
    entry,
    reason: 'a name',
  })
  expect(redacted.body.stillHolds.at(-1)?.where).toContain('#inc-2-disk-is-full')
  slack.channels.splice(
    slack.channels.findIndex(one => one.id === place),
    1,
  )
  await ana.post(`/api/v1/incidents/${is.id}/resolve`, { summary: 'cleaned' })
  world.advance(1_000)
  const rooms = () =>
    ana.get<{ rooms: { trouble?: string; endedAt?: string }[] }>(`/api/v1/incidents/${is.id}/chat-rooms`)
  await until(async () => (await rooms()).body.rooms[0]?.endedAt, 'the end of the room')
  expect((await rooms()).body.rooms).toMatchObject([{ trouble: 'chat.postMessage: channel_not_found' }])
  expect(world.errors).toEqual([])
})
