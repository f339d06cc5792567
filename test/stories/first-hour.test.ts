import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHttp, startNtfy, startTelegram } from '../fakes/http.ts'
import { Ledger, type Sent } from '../fakes/ledger.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'

const ledger = new Ledger()
let world: World
let ntfy: Awaited<ReturnType<typeof startNtfy>>
let telegram: Awaited<ReturnType<typeof startTelegram>>
let outside: Awaited<ReturnType<typeof startHttp>>
let ana: Caller

beforeAll(async () => {
  ;[ntfy, telegram, outside] = await Promise.all([startNtfy(ledger), startTelegram(ledger), startHttp(ledger)])
  world = await startWorld({ FIRELINE_ALLOW_PRIVATE: '127.0.0.1' })
  ana = await world.person('Ana', 'admin')
})
afterAll(async () => {
  await world.stop()
  await Promise.all([ntfy.stop(), telegram.stop(), outside.stop()])
})

const next = (what: string): Promise<Sent> => until(() => ledger.takeNew()[0], what)

describe('a phone is made to ring', () => {
  it('by ntfy', async () => {
    const made = await ana.post<{ topic: string; link: string }>(`/api/v1/people/${ana.id}/contacts/ntfy`, {
      server: ntfy.url,
    })
    console.log(made)
    const t = await ana.post<{ id: string }>(`/api/v1/people/${ana.id}/contacts/ntfy/test`)
    console.log(t.body)
    console.log(await next('push'))
    console.log(JSON.stringify((await ana.get(`/api/v1/people/${ana.id}/tests`)).body))
    console.log(JSON.stringify((await ana.get(`/api/v1/first-hour`)).body))
    console.log(JSON.stringify((await ana.get(`/api/v1/me`)).body))
    console.log(
      JSON.stringify((await ana.put(`/api/v1/outside-heartbeat`, { url: outside.url + '/ping/secret' })).body),
    )
    console.log(
      JSON.stringify(
        (
          await ana.post(`/api/v1/people/${ana.id}/contacts/telegram`, {
            botToken: '123:abcdefghijklmn',
            server: telegram.url,
          })
        ).body,
      ),
    )
    console.log(world.errors)
  })
})
