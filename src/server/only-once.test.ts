import { afterAll, beforeAll, expect, it } from 'vitest'
import { callerOf, startWorld, type World } from '../../test/harness.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

const kept = async () => JSON.stringify((await world.fireline.desk.db.query('select * from asked')).rows)
const once = (key: string) => ({ 'idempotency-key': key })

it('what is shown once is kept sealed, and asked for again with the same key it is the same', async () => {
  const ana = await world.person('Ana')
  const secrets: [path: string, body: unknown, field: string][] = [
    [`/api/v1/people/${ana.id}/tokens`, { name: 'laptop' }, 'token'],
    ['/api/v1/integrations', { service: 'default', kind: 'webhook', name: 'probe' }, 'key'],
    ['/api/v1/invites', { role: 'responder' }, 'url'],
    ['/api/v1/device', { name: 'a terminal' }, 'deviceCode'],
  ]
  for (const [path, body, field] of secrets) {
    const first = await world.admin.post<Record<string, string>>(path, body, once(path))
    const secret = first.body[field]?.split('#').at(-1) ?? ''
    expect(secret.length, path).toBeGreaterThan(20)
    expect(await kept(), path).not.toContain(secret)
    const again = await world.admin.post(path, body, once(path))
    expect([again.status, again.body]).toEqual([first.status, first.body])
  }
})

it('a terminal gets its token once, and nothing of it stays in clear', async () => {
  const ana = await world.person('Ana of the terminal')
  const nobody = callerOf(world.url, '', '')
  const { body: code } = await nobody.post<{ deviceCode: string; userCode: string }>('/api/v1/device', {})
  await ana.post('/api/v1/device/approve', { userCode: code.userCode })
  const { deviceCode } = code
  const first = await nobody.post<{ token: string }>('/api/v1/device/token', { deviceCode }, once('same'))
  expect(first.body.token).toMatch(/./)
  expect(await kept()).not.toContain(first.body.token)
  expect(await kept()).not.toContain(deviceCode)
  const again = await nobody.post('/api/v1/device/token', { deviceCode }, once('same'))
  expect(again.body).toEqual(first.body)
  const stranger = await nobody.post('/api/v1/device/token', { deviceCode: 'another' }, once('same'))
  expect(stranger.status).toBe(404)
})

it('a first answer is forgotten after a day', async () => {
  world.advance(25 * 3_600_000)
  await world.admin.post('/api/v1/people', { name: 'Ben', role: 'responder' }, once('a-day-later'))
  const { rows } = await world.fireline.desk.db.query<{ key: string }>('select key from asked')
  expect(rows).toEqual([{ key: 'a-day-later' }])
})
