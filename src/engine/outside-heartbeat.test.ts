import { expect, it } from 'vitest'
import type { Desk } from './desk.ts'
import type { Outside } from './outside.ts'
import { beat } from './outside-heartbeat.ts'

const at = new Date('2026-03-01T02:58:00Z')

/** What was asked of the database, and sent. */
function house() {
  const [asked, sent]: [unknown[][], string[]] = [[], []]
  const query = async (_: string, values: unknown[]) => {
    asked.push(values)
    return { rows: asked.length === 1 ? [{ url: 'sealed' }] : [], rowCount: 1 }
  }
  const desk = { db: { query }, clock: { now: () => at } } as unknown as Desk
  const send = async ({ url }: { url: string }) => {
    sent.push(url)
    return { status: 500, headers: {}, body: 'no' }
  }
  const outside = { secrets: { open: () => 'https://hc.example.org/ping' }, outbound: { send } } as unknown as Outside
  return { desk, outside, asked, sent }
}

it('says nothing to the outside while test alerts do not come through: silence is what wakes somebody', async () => {
  const { desk, outside, asked, sent } = house()
  await beat(desk, outside, { promise: () => ({ ok: false }) })
  expect([asked, sent]).toEqual([[], []])
})

it('keeps what was answered, also when that is a no', async () => {
  const { desk, outside, asked, sent } = house()
  await beat(desk, outside, { promise: () => ({ ok: true }) })
  expect(sent).toEqual(['https://hc.example.org/ping'])
  expect(asked.at(-1)).toEqual(['500 no', false])
})
