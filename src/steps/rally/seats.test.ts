import { expect, test } from 'vitest'
import { type Ask, type Decision, happened, isRefusal, type Refusal } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import type { Incident } from '../../incident/incident.ts'
import { replay } from '../../incident/replay.ts'
import { mayType } from '../../incident/seats.ts'
import type { Person } from '../../roster/person.ts'
import { rallyAsks } from './asks.ts'
import { rallyDecisions } from './rally.ts'

const nine = '2026-03-02T09:00:00.000Z'
const named = (id: string): Person => ({ id, kind: 'person', name: id, role: 'responder' })
const people = new Map(['ana', 'ben', 'cleo'].map(id => [id, named(id)]))
const shared = (terminal: string, host: string, person = 'ana') =>
  happened('TerminalShared', { terminal, title: 'bash', host, person, recording: terminal })
const joined = (person: string) => happened('Joined', { person, as: 'responder' })
const gives = (to: string, epoch: number, more: object = {}) => happened('KeyboardGiven', { to, epoch, ...more })
const room = [joined('ana'), happened('LeadTaken', { person: 'ana' }), gives('ana', 1), joined('ben'), joined('cleo')]
const twoHosts = [...room, shared('t1', 'db-1'), shared('t2', 'web-1')]

function given(...events: IncidentEvent[]): Incident {
  const by = { kind: 'person' as const, id: 'ana', name: 'Ana' }
  return replay(events.map((event, i) => ({ ...event, id: `e${i}`, incident: 'inc', seq: i + 1, at: nine, by })))
}

function when(was: Incident, person: string, command: keyof typeof rallyAsks, body: object, beating: string[] = []) {
  const by = { kind: 'person' as const, id: person, name: person }
  const ask = { id: '0195f000-0000-7000-8000-000000000001', by, at: nine, body: rallyAsks[command].body.parse(body) }
  const decide = rallyDecisions[command] as unknown as (was: Incident, ask: Ask<unknown>, known: object) => Decision
  return decide(was, ask, { people, seen: new Set(beating), beating: new Set(beating) })
}

function no(decision: Decision): Refusal {
  if (!isRefusal(decision)) throw new Error(`this was not refused: ${JSON.stringify(decision)}`)
  return decision
}

function then(was: Incident, decision: Decision): Incident {
  if (isRefusal(decision)) throw new Error(decision.message)
  const by = { kind: 'person' as const, id: 'ana', name: 'Ana' }
  const entries = decision.map((event, i) => ({
    ...event,
    id: `n${i}`,
    incident: 'inc',
    seq: was.seq + 1 + i,
    at: nine,
    by,
  }))
  return replay(entries, was)
}

const typesWhere = (is: Incident, person: string) =>
  is.terminals.filter(terminal => mayType(is, terminal, person)).map(terminal => terminal.host)

test('with terminals on two hosts each has its own keyboard once it is handed over, and the other stays where it is', () => {
  const was = given(...twoHosts)
  expect(typesWhere(was, 'ana')).toEqual(['db-1', 'web-1'])
  expect(no(when(was, 'ben', 'take-keyboard', { host: 'web-1' })).message).toBe('ana has the keyboard on web-1.')
  const gave = then(was, when(was, 'ana', 'give-keyboard', { to: 'ben', host: 'web-1' }))
  const is = then(gave, when(gave, 'ben', 'have-control', { host: 'web-1' }))
  expect([typesWhere(is, 'ana'), typesWhere(is, 'ben')]).toEqual([['db-1'], ['web-1']])
  expect(is.operator).toBe('ana')
})

test('on the only host the incident-wide keyboard is meant, whether the host is named or not', () => {
  const was = given(...room, shared('t1', 'db-1'))
  const named = when(was, 'ana', 'give-keyboard', { to: 'ben', host: 'db-1' })
  expect(named).toEqual(when(was, 'ana', 'give-keyboard', { to: 'ben' }))
  expect(named).toEqual([gives('ben', 2, { from: 'ana', awaiting: true })])
})

test('a host nobody shared a terminal of has no keyboard to ask for, and the way there is said', () => {
  const refusal = no(when(given(...twoHosts), 'ben', 'ask-keyboard', { host: 'db-9' }))
  expect(refusal).toMatchObject({ code: 'unknown-host', message: 'Nobody shared a terminal on db-9 here.' })
  expect(refusal.next).toMatchObject([{ command: 'look-around', line: 'fireline share' }])
})

test('who is given the keyboard types once they say "I have control"; until then who gave it may take it back', () => {
  const was = given(...room, shared('t1', 'db-1'), gives('ben', 2, { from: 'ana' }))
  const given3 = then(was, when(was, 'ben', 'give-keyboard', { to: 'cleo' }))
  expect([typesWhere(given3, 'ben'), typesWhere(given3, 'cleo')]).toEqual([[], []])
  const taken = when(given3, 'cleo', 'have-control', {})
  expect(taken).toEqual([happened('ControlTaken', { person: 'cleo', epoch: 3 })])
  expect(when(given3, 'cleo', 'take-keyboard', {})).toEqual(taken)
  expect(typesWhere(then(given3, taken), 'cleo')).toEqual(['db-1'])
  expect(when(then(given3, taken), 'cleo', 'have-control', {})).toEqual([])
  // Back where it came from, untouched: their own line needs no second look.
  expect(when(given3, 'ben', 'give-keyboard', { to: 'ben' })).toEqual([gives('ben', 4, { from: 'cleo' })])
  expect(no(when(given3, 'ben', 'have-control', {})).code).toBe('keyboard-held')
})

test('nobody is asked for a word where no terminal is shared, where they took it themselves, or where nobody else is', () => {
  expect(when(given(...room), 'ana', 'give-keyboard', { to: 'ben' })).toEqual([gives('ben', 2, { from: 'ana' })])
  const anaGone = given(...room, shared('t1', 'db-1'), happened('Left', { person: 'ana' }))
  expect(when(anaGone, 'ben', 'take-keyboard', {})).toEqual([gives('ben', 2, { from: 'ana' })])
  const two = [
    joined('ana'),
    happened('LeadTaken', { person: 'ana' }),
    gives('ben', 1),
    joined('ben'),
    shared('t1', 'db-1'),
  ]
  expect(when(given(...two), 'ben', 'leave', {})).toEqual([
    happened('Left', { person: 'ben', freed: ['keyboard'], epoch: 2 }),
    gives('ana', 3, { from: 'ben' }),
  ])
})

test('who leaves frees every keyboard they held, each with a number of its own, and who comes into an empty room takes them', () => {
  const was = given(...twoHosts, gives('ben', 2, { from: 'ana', host: 'web-1' }), gives('ben', 3, { from: 'ana' }))
  expect(when(was, 'ben', 'leave', {})).toEqual([
    happened('Left', { person: 'ben', freed: ['keyboard'], epoch: 4, hosts: ['web-1'] }),
    gives('ana', 5, { from: 'ben', awaiting: true }),
    gives('ana', 6, { from: 'ben', host: 'web-1', awaiting: true }),
  ])
  const alone = given(
    joined('ben'),
    shared('t1', 'db-1'),
    shared('t2', 'web-1'),
    gives('ben', 1),
    gives('ben', 2, { host: 'db-1' }),
  )
  const empty = then(alone, when(alone, 'ben', 'leave', {}))
  expect(typesWhere(then(empty, when(empty, 'cleo', 'join', {})), 'cleo')).toEqual(['db-1', 'web-1'])
})

test('the lead’s take-over from one who types is announced, and happens ten seconds later unless it is called off', () => {
  const was = given(...room, shared('t1', 'db-1'), gives('ben', 2, { from: 'ana' }))
  const announced = when(was, 'ana', 'take-over', { reason: 'Ben is stuck' }, ['ben'])
  const takeOver = '0195f000-0000-7000-8000-000000000001'
  const said = { takeOver, person: 'ana', from: 'ben', reason: 'Ben is stuck', effectiveAt: '2026-03-02T09:00:10.000Z' }
  expect(announced).toEqual([happened('TakeOverAnnounced', said)])
  const is = then(was, announced)
  expect([typesWhere(is, 'ben'), when(is, 'ana', 'take-over', { reason: 'again' }, ['ben'])]).toEqual([['db-1'], []])
  const taken = gives('ana', 3, { from: 'ben', reason: 'Ben is stuck' })
  expect(when(is, 'ana', 'take-over-due', { takeOver })).toEqual([taken])
  expect(no(when(is, 'cleo', 'call-off-take-over', { takeOver })).code).toBe('not-your-keyboard')
  const stays = then(is, when(is, 'ben', 'call-off-take-over', { takeOver, reason: 'one minute' }))
  expect(when(stays, 'ana', 'take-over-due', { takeOver })).toEqual([])
  // Nobody waits for one whose line is dead, nor for one who has not begun.
  expect(when(is, 'ana', 'take-over', { reason: 'no answer' })).toMatchObject([{ data: { to: 'ana', epoch: 3 } }])
  const awaited = given(...room, shared('t1', 'db-1'), gives('ben', 2, { from: 'cleo', awaiting: true }))
  expect(when(awaited, 'ana', 'take-over', { reason: 'mine' }, ['ben'])).toMatchObject([{ data: { to: 'ana' } }])
})

test('an announced take-over that nobody needs any more does not happen', () => {
  const over = { takeOver: 'o', person: 'ana', from: 'ben', reason: 'stuck', effectiveAt: nine }
  const was = given(...room, gives('ben', 2, { from: 'ana' }), happened('TakeOverAnnounced', over))
  const gave = then(was, when(was, 'ben', 'give-keyboard', { to: 'ana' }))
  expect(when(gave, 'ana', 'take-over-due', { takeOver: 'o' })).toEqual([])
  const anaLeft = then(was, [happened('Left', { person: 'ana', freed: ['lead'] })])
  expect(when(anaLeft, 'ben', 'take-over-due', { takeOver: 'o' })).toEqual([
    happened('TakeOverCalledOff', { takeOver: 'o' }),
  ])
})
