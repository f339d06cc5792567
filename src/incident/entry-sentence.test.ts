import { expect, it } from 'vitest'
import type { Entry } from './entry.ts'
import { entrySentence } from './entry-sentence.ts'
import type { EventData, EventType } from './events.ts'
import { unopened } from './replay.ts'
import type { Piece } from './sentence.ts'

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

function told<T extends EventType>(type: T, data: EventData[T]): string {
  const { weight, says } = entrySentence(entryOf(type, data), telling)
  return `${weight}: ${asText(says)}`
}

function entryOf<T extends EventType>(type: T, data: EventData[T]): Entry {
  const by = { kind: 'person', id: 'mira', name: 'Mira' }
  return { id: 'x', incident: 'i', seq: 1, at: '2026-11-12T03:21:00.000Z', by, type, v: 1, data } as unknown as Entry
}

const asText = (pieces: readonly Piece[]): string =>
  pieces.map(piece => (typeof piece === 'string' ? piece : Object.values(piece).join(''))).join('')
