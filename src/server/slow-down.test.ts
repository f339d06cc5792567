import { afterAll, beforeAll, expect, it } from 'vitest'
import { callerOf, startWorld, type World } from '../../test/harness.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

it('an address that asks for one code after the other is told to wait a minute, and then may again', async () => {
  const terminal = callerOf(world.url, '', '')
  const ask = (key?: string) => terminal.post('/api/v1/device', {}, key ? { 'idempotency-key': key } : {})
  for (let n = 0; n < 20; n++) expect((await ask()).status).toBe(200)
  for (const key of [undefined, 'patient']) {
    const { status, headers } = await ask(key)
    expect([status, headers.get('retry-after')]).toEqual([429, '60'])
  }
  world.advance(61_000)
  expect((await ask('patient')).status).toBe(200)
})

it('whoever answers "not now" says when', async () => {
  world.advance(120_000)
  const { desk } = world.fireline
  const query = desk.db.query.bind(desk.db)
  desk.db.query = () => Promise.reject(Object.assign(new Error('gone'), { code: '57P01' })) as never
  const [ready, incidents] = await Promise.all(
    ['/health/ready', '/api/v1/incidents'].map(path =>
      fetch(world.url + path, { headers: { authorization: 'Bearer x' } }),
    ),
  )
  desk.db.query = query
  for (const one of [ready, incidents]) expect([one?.status, one?.headers.get('retry-after')]).toEqual([503, '5'])
})
