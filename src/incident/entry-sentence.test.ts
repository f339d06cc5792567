import { expect, it } from 'vitest'
import type { Entry } from './entry.ts'
import { entrySentence } from './entry-sentence.ts'
import type { EventData, EventType } from './events.ts'
import { unopened } from './replay.ts'
import type { Piece, Telling } from './sentence.ts'

const telling = {
  is: { ...unopened, number: 142 },
  nameOf: (person: string) => ({ ana: 'Ana', ben: 'Ben' })[person] ?? 'Somebody',
}

it('tells an entry as one sentence', () => {
  expect(told('LeadTaken', { person: 'ana' })).toBe('decision: Ana leads')
  expect(told('CommandRan', { terminal: 't', command: 'df -h', exitCode: 1, startedAt: '', durationMs: 3 })).toBe(
    'people: Mira ran df -h, ended with 1',
  )
  expect(told('AlertReceived', { title: 'CheckoutEmptyCart', service: 'checkout' } as EventData['AlertReceived'])).toBe(
    'machine: CheckoutEmptyCart fired on checkout',
  )
  expect(told('BackupFailed', { backup: 'b', change: 'c', driver: 'pgdump', reason: 'the disk is full' })).toBe(
    'need: No backup: the disk is full',
  )
})

it('tells apart a call that stood on a screen from one that was answered, and says which channel it makes up for', () => {
  const call = { id: 'c1', person: 'ana', channel: 'ntfy', reason: 'you are on call', state: 'owed' as const, at: '' }
  const of = { ...telling, is: { ...telling.is, calls: [call] } }
  expect(told('CallShown', { call: 'c1' }, of)).toBe('machine: Ana looked at the call')
  expect(told('CallTapped', { call: 'c1' }, of)).toBe('machine: Ana answered the call')
  const next = { call: 'c2', person: 'ana', channel: 'mail', reason: '' }
  expect(told('CallOwed', { ...next, insteadOf: 'c1' }, of)).toBe('machine: ntfy does not answer: calling Ana by mail')
  const dueAt = '2026-11-12T03:25:00.000Z'
  expect(told('CallOwed', { ...next, dueAt }, of)).toBe(`machine: Calling Ana by mail at ${dueAt}`)
})

it('says which silence holds the calls, until when, and that they go on', () => {
  const until = '2026-11-12T03:25:00.000Z'
  const held = { silence: 's', kind: 'silence', reason: 'new disks', createdBy: 'Ben', until } as const
  expect(told('EscalationHeld', held)).toBe(
    `machine: A silence of Ben covers everything that fires here: nobody more is called until ${until}`,
  )
  expect(told('EscalationHeld', { ...held, kind: 'maintenance' })).toContain('machine: Maintenance covers everything')
  expect(told('EscalationResumed', { silence: 's' })).toBe('machine: The silence covers this no more: calling goes on')
})

it('says from where a remark came, and what became of it', () => {
  const remark = { id: 'r1', text: 'it is the cache', from: 'eve@shop.example', over: 'mail', at: '' }
  const of = { ...telling, is: { ...telling.is, remarks: [remark] } }
  const heard = { remark: 'r1', text: 'it is the cache', from: 'eve@shop.example', over: 'mail' }
  expect(told('RemarkHeard', heard, of)).toBe('people: eve@shop.example answered by mail: it is the cache')
  expect(told('RemarkHeard', { ...heard, person: 'ben' }, of)).toBe('people: Ben answered by mail: it is the cache')
  expect(told('RemarkKept', { remark: 'r1', as: 'hypothesis', hypothesis: 'h' }, of)).toBe(
    'people: Mira made a theory of what eve@shop.example answered',
  )
})

it('shows what was taken out as taken out, and never what it said', () => {
  const entry = entryOf('UpdatePosted', { update: 'u', text: '████', audience: 'responders' })
  expect(asText(entrySentence({ ...entry, redacted: true }, telling).says)).toBe(
    'Mira wrote something here that was taken out',
  )
})

it('shows an event of a newer Fireline as what it is', () => {
  const entry = { ...entryOf('Left', { person: 'ana' }), type: 'MoonLanded' } as unknown as Entry
  expect(asText(entrySentence(entry, telling).says)).toBe('MoonLanded: a newer Fireline wrote this')
})

function told<T extends EventType>(type: T, data: EventData[T], of: Telling = telling): string {
  const { weight, says } = entrySentence(entryOf(type, data), of)
  return `${weight}: ${asText(says)}`
}

function entryOf<T extends EventType>(type: T, data: EventData[T]): Entry {
  const by = { kind: 'person', id: 'mira', name: 'Mira' }
  return { id: 'x', incident: 'i', seq: 1, at: '2026-11-12T03:21:00.000Z', by, type, v: 1, data } as unknown as Entry
}

const asText = (pieces: readonly Piece[]): string =>
  pieces.map(piece => (typeof piece === 'string' ? piece : Object.values(piece).join(''))).join('')
