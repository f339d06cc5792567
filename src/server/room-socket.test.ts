import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Caller, startWorld, until, type World } from '../../test/harness.ts'
import { openBrowser, type SharedShell, shareShell } from '../../test/rally/people-at-a-terminal.ts'
import { presenceOf } from '../hosts/presence.ts'
import { terminalsOf } from '../hosts/terminals.ts'

let world: World
let ana: Caller
let ben: Caller
let incident: string

beforeAll(async () => {
  world = await startWorld()
  ;[ana, ben] = [await world.person('Ana'), await world.person('Ben')]
  const title = { title: 'Checkout fails', severity: 'sev2', service: 'default' }
  incident = (await ana.post<{ id: string }>('/api/v1/incidents', title)).body.id
})
afterAll(async () => world.stop())

const lookers = () =>
  presenceOf(world.fireline.desk)
    .lookers(incident)
    .map(one => one.name)

it('the agent of a host that nobody enrolled is told so, and shown out', async () => {
  const socket = new WebSocket(`${world.url.replace('http', 'ws')}/agent`)
  const said: string[] = []
  socket.on('message', (data: Buffer) => said.push(data.toString()))
  socket.on('open', () => {
    const agent = { agent: '01999999-0000-7000-8000-000000000000', host: 'db-1', level: 0, version: '0.1.0' }
    socket.send(JSON.stringify({ type: 'hello', v: 2, as: 'host', ...agent, checks: [], shell: false }))
  })
  const [code] = (await once(socket, 'close')) as [number]
  expect([code, said.join()]).toEqual([1008, expect.stringContaining('No agent is enrolled on db-1 by this key.')])
})

it('who left before their incident was even found does not stand in its room for good', async () => {
  const [anas, bens] = [await openBrowser(world.url, ana.token), await openBrowser(world.url, ben.token)]
  const busy = await world.fireline.desk.db.connect()
  await busy.query('begin; lock table incident in access exclusive mode')
  for (const one of [anas, bens]) one.send({ type: 'watch-timeline', incident })
  anas.close()
  const gone = () => presenceOf(world.fireline.desk).gone()
  await until(() => gone().some(one => one.id === ana.id), 'the server to hear that Ana left')
  await busy.query('rollback')
  busy.release()
  await until(() => bens.messages.some(message => message.type === 'entries'), 'the timeline')
  expect(lookers()).toEqual(['Ben'])
  bens.close()
})

it('who leaves a terminal at once and comes back is shown its screen', async () => {
  await ana.post(`/api/v1/incidents/${incident}/acknowledge`)
  const shell: SharedShell = await shareShell(world.url, ana, incident)
  const { terminal } = shell
  await until(() => terminalsOf(world.fireline.desk).get(terminal)?.isConnected(), 'the terminal')
  const bens = await openBrowser(world.url, ben.token)
  bens.send({ type: 'watch-terminal', incident, terminal })
  bens.send({ type: 'leave-terminal', terminal })
  bens.send({ type: 'watch-timeline', incident })
  await until(() => bens.messages.some(message => message.type === 'entries'), 'what was asked for last')
  const before = bens.messages.length
  bens.send({ type: 'watch-terminal', incident, terminal })
  await until(() => bens.messages.slice(before).some(message => message.type === 'screen'), 'the screen')
  bens.close()
  await shell.end()
})

it('who leaves a timeline and comes back at once hears all that comes', async () => {
  const bens = await openBrowser(world.url, ben.token)
  for (let n = 0; n < 20; n++) {
    bens.send({ type: 'watch-timeline', incident: n % 2 === 0 ? incident : 'INC-1' })
    if (n < 19) bens.send({ type: 'leave-timeline', incident: n % 2 === 0 ? 'INC-1' : incident })
  }
  await until(() => lookers().includes('Ben'), 'Ben to be there')
  await ana.post(`/api/v1/incidents/${incident}/post-update`, { text: 'Carts are back', audience: 'responders' })
  await until(() => JSON.stringify(bens.messages).includes('Carts are back'), 'the update')
  bens.close()
})
