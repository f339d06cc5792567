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

it('says whose keyboard of which host it is, and what is asked until when only while it is asked', () => {
  expect(told('KeyboardGiven', { to: 'ana', epoch: 1, host: 'db-1', reason: 'her service' })).toBe(
    'decision: Ana has the keyboard on db-1: her service',
  )
  expect(told('KeyboardAsked', { person: 'ana', host: 'db-1' })).toBe('people: Ana asks for the keyboard on db-1')
  expect(told('ControlTaken', { person: 'ben', epoch: 2 })).toBe('decision: Ben has control')
  const effectiveAt = '2026-11-12T03:21:10.000Z'
  const over = { takeOver: 'o', person: 'ana', from: 'ben', reason: 'no answer', effectiveAt }
  const words = `Ana takes the keyboard from Ben at ${effectiveAt}: no answer`
  expect(told('TakeOverAnnounced', over)).toBe(`people: ${words}`)
  const open = { ...telling, is: { ...telling.is, takeOvers: [over] } }
  expect(told('TakeOverAnnounced', over, open)).toBe(`need: ${words}`)
  expect(told('TakeOverCalledOff', { takeOver: 'o' })).toBe('people: Mira called that off')
  expect(told('LeadNagged', { times: 1 })).toBe('need: Nobody leads')
  expect(told('GlassBroken', { person: 'ana', terminal: 't', host: 'db-1', at: effectiveAt })).toBe(
    `people: Ana took the keyboard on db-1 without Fireline at ${effectiveAt}`,
  )
})

it('tells what ran, what was recorded, and what others did on a host', () => {
  const ran = { terminal: 't', command: 'df -h', startedAt: '', durationMs: 3 }
  expect(told('CommandRan', { ...ran, host: 'db-2' })).toBe('people: Mira ran df -h on db-2')
  const note = { note: 'n', command: 'reboot', kind: 'change', exitCode: 1, at: '' } as const
  expect(told('CommandNoted', note)).toBe('people: Mira noted reboot, ended with 1')
  const noted = { id: 'n', entry: 'x', command: 'reboot', kind: 'change', at: '', person: 'ana', by: 'Ana' } as const
  const of = { ...telling, is: { ...telling.is, noted: [noted] } }
  expect(told('CommandJudged', { command: 'n', kind: 'look' }, of)).toBe('people: Mira says that reboot only looked')
  expect(told('CommandsMore', { terminal: 't', count: 1 })).toBe('machine: 1 command more ran in this terminal')
  const recording = { recording: 'r', terminal: 't', bytes: 512 }
  expect(told('RecordingAnchored', { ...recording, segments: 1, digest: 'd', why: 'end' })).toContain('machine: ')
  expect(told('RecordingGap', { ...recording, why: 'disk' })).toBe('need: UNRECORDED: 512 bytes, the disk is full')
  const shell = { host: 'db-1', account: 'ben', person: 'ben', terminal: 't', key: 'k' }
  expect(told('ShellOpened', shell)).toBe('decision: Ben opened a shell on db-1 as ben')
  expect(told('CheckRan', { host: 'db-1', check: 'disk', digest: 'd' })).toBe('people: Mira ran the check disk on db-1')
  expect(told('HostTouched', { host: 'db-1', what: 'login', who: 'eve', from: '10.0.0.7', count: 2 })).toBe(
    'people: Not by the operator: eve from 10.0.0.7 logged in on db-1, 2 times',
  )
})

it('tells how a suggestion is weighed, and what became of a task', () => {
  const suggestion = { id: 's', ref: 'S1', text: '', why: '', state: 'open' as const, by: '', at: '' }
  const until = '2026-11-12T03:21:20.000Z'
  const task = { id: 'k', ref: 'T1', what: '', state: 'open' as const, by: '', at: '' }
  const is = { ...telling.is, suggestions: [{ ...suggestion, openUntil: until }], tasks: [task] }
  const of = { ...telling, is }
  expect(told('SuggestionSupported', { suggestion: 's', reason: 'seen before' }, of)).toBe(
    'people: Mira supports S1: seen before',
  )
  expect(told('SuggestionOpen', { suggestion: 's', until }, of)).toBe(
    `need: Anyone against S1? It goes ahead at ${until}`,
  )
  expect(told('SuggestionOpen', { suggestion: 's', until: '' }, of)).toContain('machine: Anyone against S1?')
  expect(told('SuggestionHeld', { suggestion: 's' }, of)).toBe('decision: Mira holds S1')
  const put = { suggestion: 's', terminal: 't' }
  expect(told('PutAtPrompt', { ...put, outcome: 'put' }, of)).toBe('machine: S1 stands at the prompt')
  expect(told('PutAtPrompt', { ...put, outcome: 'not-free' }, of)).toContain('S1 is not at the prompt')
  expect(told('TaskGiven', { task: 'k', ref: 'T1', what: 'call them', to: 'ben', until })).toBe(
    `people: Mira gives T1 to Ben, until ${until}: call them`,
  )
  expect(told('TaskDone', { task: 'k', note: 'they know' }, of)).toBe('decision: Mira did T1: they know')
  expect(told('TaskDropped', { task: 'k' }, of)).toBe('people: Mira dropped T1')
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
