import { expect, it } from 'vitest'
import type { Credential } from './credentials.ts'
import { makeKnownCallers } from './known-callers.ts'

const hourMs = 60 * 60_000
const ana = { kind: 'person', id: 'ana', name: 'Ana', role: 'responder' } as const
const brought = (digest: string): Credential => ({ kind: 'token', digest, who: ana })

it('knows a caller for an hour after the database last said yes, and being asked for them does not make it longer', () => {
  const clock = { ms: 0 }
  const callers = makeKnownCallers(() => clock.ms)
  callers.seen(brought('d1'))
  clock.ms = hourMs - 1
  expect(callers.known('d1')).toEqual(ana)
  callers.seen(brought('d2'))
  clock.ms = hourMs + 1
  expect([callers.known('d1'), callers.known('d2')]).toEqual([undefined, ana])
  clock.ms = 2 * hourMs
  expect(callers.all()).toEqual([])
})

it('forgets who lost their right at once, and of very many those it saw longest ago', () => {
  const callers = makeKnownCallers(() => 0)
  callers.seen(brought('gone'))
  callers.forget('gone')
  for (let n = 0; n < 5_001; n++) callers.seen(brought(`d${n}`))
  expect(['gone', 'd0', 'd1', 'd5000'].map(digest => callers.known(digest)?.id)).toEqual([
    undefined,
    undefined,
    'ana',
    'ana',
  ])
})
