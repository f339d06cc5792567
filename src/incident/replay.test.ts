import { expect, it } from 'vitest'
import type { Entry } from './entry.ts'
import type { EventData, EventType } from './events.ts'
import { replay } from './replay.ts'

it('keeps since when somebody has it while their quiet is renewed; who takes it anew has it from then', () => {
  const is = replay([
    said(1, 'Acknowledged', { person: 'ana', until: minute(31) }),
    said(20, 'Acknowledged', { person: 'ana', until: minute(50), renewed: true }),
  ])
  expect([is.acknowledgedBy, is.acknowledgedAt, is.until]).toEqual(['ana', minute(1), minute(50)])
  const taken = replay([said(30, 'Acknowledged', { person: 'ben', until: minute(60) })], is)
  expect([taken.acknowledgedBy, taken.acknowledgedAt]).toEqual(['ben', minute(30)])
})

it('knows of each call for which one it makes up, when it may leave, and how far it came', () => {
  const call = { person: 'ana', reason: 'you are on call' }
  const is = replay([
    said(1, 'CallOwed', { ...call, call: 'c1', channel: 'ntfy' }),
    said(2, 'CallOwed', { ...call, call: 'c2', channel: 'mail', contact: 'm1', insteadOf: 'c1', dueAt: minute(4) }),
    said(5, 'CallShown', { call: 'c2' }),
    said(6, 'CallTapped', { call: 'c2' }),
  ])
  expect(is.calls).toEqual([
    { ...call, id: 'c1', channel: 'ntfy', state: 'owed', at: minute(1) },
    {
      ...call,
      id: 'c2',
      channel: 'mail',
      contact: 'm1',
      insteadOf: 'c1',
      dueAt: minute(4),
      state: 'tapped',
      at: minute(2),
    },
  ])
})

it('keeps what was answered from elsewhere, and what somebody made of it', () => {
  const heard = { text: 'it is the cache', from: 'eve@shop.example', over: 'mail' }
  const is = replay([
    said(1, 'RemarkHeard', { remark: 'r1', ...heard }),
    said(2, 'RemarkHeard', { remark: 'r2', ...heard, person: 'ben' }),
    said(3, 'RemarkKept', { remark: 'r1', as: 'statement', evidence: 'e1' }),
  ])
  expect(is.remarks).toEqual([
    { id: 'r1', ...heard, at: minute(1), keptAs: 'statement' },
    { id: 'r2', ...heard, person: 'ben', at: minute(2) },
  ])
})

function minute(n: number): string {
  return new Date(Date.UTC(2026, 10, 12, 3, n)).toISOString()
}

function said<T extends EventType>(n: number, type: T, data: EventData[T]): Entry {
  const by = { kind: 'person', id: 'mira', name: 'Mira' }
  return { id: `x${n}`, incident: 'i', seq: n, at: minute(n), by, type, v: 1, data } as unknown as Entry
}
