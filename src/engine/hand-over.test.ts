import { expect, it } from 'vitest'
import { z } from 'zod'
import type { CallMessage, Channel, WireRequest } from '../steps/notify/channel.ts'
import type { Desk } from './desk.ts'
import { handOver } from './hand-over.ts'
import type { OutboundRequest } from './outbound.ts'
import type { Outside } from './outside.ts'
import { receivers } from './receivers.ts'

const link = `https://fireline.example/a/${'t'.repeat(43)}`
const message = { to: { id: 'ana', name: 'Ana' }, link, ways: [], buttons: [] } as unknown as CallMessage
const desk = { db: { query: async () => ({ rows: [], rowCount: 0 }) } } as unknown as Desk
const request: WireRequest = { url: 'https://push.example/x', headers: {}, body: 'it burns' }
const sent: OutboundRequest[] = []
const outside = {
  receivers: receivers(),
  outbound: {
    send: async (one: OutboundRequest) => {
      sent.push(one)
      return { status: 200, headers: {}, body: 'ok' }
    },
  },
} as unknown as Outside
const channel: Channel = {
  kind: 'ntfy',
  settings: z.looseObject({}),
  secrets: [],
  deliver: async (_, __, { send, signal }) => ({ outcome: 'delivered', answer: (await send(request, signal)).body }),
}
const handedOver = (mayStillSend: () => boolean) =>
  handOver({ kind: 'call', mayStillSend }, message, channel, desk, outside, new AbortController().signal)

it('nothing reaches the wire once another node may have taken it over', async () => {
  expect(await handedOver(() => false)).toEqual({
    outcome: 'retry',
    answer: 'Another node may have taken this over. This one was not sent.',
    afterMs: 0,
  })
  expect(sent).toEqual([])
  expect(await handedOver(() => true)).toEqual({ outcome: 'delivered', answer: 'ok' })
  expect(sent).toEqual([{ ...request, redact: ['t'.repeat(43)], statusIsEnough: true, mayReuse: true }])
})
