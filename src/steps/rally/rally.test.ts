import { expect, test } from 'vitest'
import { type Ask, type Decision, happened, isRefusal, type Refusal } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import type { Incident } from '../../incident/incident.ts'
import { replay } from '../../incident/replay.ts'
import type { Person } from '../../roster/person.ts'
import { rallyAsks } from './asks.ts'
import { rallyDecisions } from './rally.ts'

const nine = '2026-03-02T09:00:00.000Z'
const people = new Map<string, Person>(
  [
    { id: 'ana', kind: 'person', name: 'Ana', role: 'responder' },
    { id: 'ben', kind: 'person', name: 'Ben', role: 'responder' },
    { id: 'cleo', kind: 'person', name: 'Cleo', role: 'responder' },
    { id: 'vera', kind: 'person', name: 'Vera', role: 'viewer' },
    { id: 'bot', kind: 'service', name: 'Robot', role: 'responder' },
  ].map(person => [person.id, person as Person]),
)

const opened = happened('IncidentOpened', {
  number: 1,
  title: 'Checkout fails',
  severity: 'sev2',
  service: 'shop',
  team: 'default',
  openedBy: 'person',
  startedAt: nine,
})

function given(...events: IncidentEvent[]): Incident {
  const by = { kind: 'person' as const, id: 'ana', name: 'Ana' }
  const entries = [opened, ...events].map((event, i) => ({
    ...event,
    id: `e${i}`,
    incident: 'inc',
    seq: i + 1,
    at: nine,
    by,
  }))
  return replay(entries)
}

type Command = keyof typeof rallyAsks

let asks = 0
function when(was: Incident, person: string, command: Command, body: unknown = {}, seen: string[] = []): Decision {
  const checked: unknown = rallyAsks[command].body.parse(body)
  const by = { kind: 'person' as const, id: person, name: people.get(person)?.name ?? person }
  const id = `0195f000-0000-7000-8000-${String(++asks).padStart(12, '0')}`
  const decide = rallyDecisions[command] as unknown as (was: Incident, ask: Ask<unknown>, known: object) => Decision
  return decide(was, { id, by, at: nine, body: checked }, { people, seen: new Set(seen), beating: new Set(seen) })
}

const joined = (person: string) => happened('Joined', { person, as: 'responder' })
const leads = (person: string) => happened('LeadTaken', { person })
const types = (to: string, epoch = 1) => happened('KeyboardGiven', { to, epoch })
const anaAlone = [joined('ana'), leads('ana'), types('ana')]
const anaAndBen = [...anaAlone, joined('ben')]
const db1 = happened('TerminalShared', { terminal: 't', title: 'bash', host: 'db-1', person: 'ana', recording: 'r' })

const no = (decision: Decision): Refusal => {
  if (!isRefusal(decision)) throw new Error(`this was not refused: ${JSON.stringify(decision)}`)
  return decision
}

test('who joins an empty room leads and has the keyboard; a viewer watches; who is here already changes nothing', () => {
  expect(when(given(), 'ana', 'join')).toEqual(anaAlone)
  expect(when(given(), 'vera', 'join')).toEqual([happened('Joined', { person: 'vera', as: 'observer' })])
  expect(when(given(...anaAlone), 'ana', 'join')).toEqual([])
  expect(when(given(...anaAlone), 'ben', 'join')).toEqual([joined('ben')])
})

test('the keyboard of another who is here is refused with four ways forward, named with the host', () => {
  const refusal = no(when(given(...anaAndBen, db1), 'ben', 'take-keyboard'))
  expect(refusal).toMatchObject({ code: 'keyboard-held', message: 'Ana has the keyboard on db-1.' })
  const labels = ['Watch', 'Ask for it', 'Look around in my own shared terminal', 'Ana is gone, take it']
  expect(refusal.next.map(next => next.label)).toEqual(labels)
})

test('alone nothing waits: a free keyboard, or one whose holder has left, is taken at once', () => {
  expect(when(given(), 'ben', 'take-keyboard')).toEqual([joined('ben'), types('ben')])
  const anaLeft = given(...anaAndBen, happened('Left', { person: 'ana' }))
  expect(when(anaLeft, 'ben', 'take-keyboard')).toEqual([
    happened('KeyboardGiven', { to: 'ben', from: 'ana', epoch: 2 }),
  ])
  expect(when(anaLeft, 'ben', 'ask-keyboard')).toEqual([
    happened('KeyboardGiven', { to: 'ben', from: 'ana', epoch: 2 }),
  ])
  expect(when(given(...anaAlone), 'ana', 'take-keyboard')).toEqual([])
})

test('every hand-over raises the epoch, and only its holder or the lead hands over', () => {
  const given1 = when(given(...anaAndBen), 'ana', 'give-keyboard', { to: 'Ben' })
  expect(given1).toEqual([happened('KeyboardGiven', { to: 'ben', from: 'ana', epoch: 2 })])
  expect(no(when(given(...anaAndBen, joined('cleo')), 'ben', 'give-keyboard', { to: 'cleo' })).code).toBe(
    'keyboard-held',
  )
  expect(no(when(given(...anaAlone), 'ana', 'give-keyboard', { to: 'bot' })).code).toBe('cannot-sit')
  expect(no(when(given(...anaAlone), 'ana', 'give-keyboard', { to: 'vera' })).code).toBe('cannot-sit')
  expect(no(when(given(...anaAlone), 'ana', 'give-keyboard', { to: 'Zoe' })).code).toBe('unknown-person')
})

test('the lead takes the keyboard over with a reason; anyone does from one who is gone, nobody from one who is seen', () => {
  const benTypes = given(...anaAndBen, joined('cleo'), types('ben', 2))
  const taken = happened('KeyboardGiven', { to: 'ana', from: 'ben', epoch: 3, reason: 'Ben is stuck' })
  expect(when(benTypes, 'ana', 'take-over', { reason: 'Ben is stuck' })).toEqual([taken])
  expect(when(benTypes, 'cleo', 'take-over', { reason: 'no answer' })).toEqual([
    happened('KeyboardGiven', { to: 'cleo', from: 'ben', epoch: 3, reason: 'no answer' }),
  ])
  expect(no(when(benTypes, 'cleo', 'take-over', { reason: 'no answer' }, ['ben'])).code).toBe('holder-is-here')
  expect(when(given(...anaAndBen), 'ben', 'take-over', { reason: 'she left' })).toEqual([
    happened('LeadTaken', { person: 'ben', from: 'ana', reason: 'she left' }),
    happened('KeyboardGiven', { to: 'ben', from: 'ana', epoch: 2, reason: 'she left' }),
  ])
})

test('who leaves frees their seats, and the keyboard falls to the lead', () => {
  expect(when(given(...anaAndBen), 'ana', 'leave')).toEqual([
    happened('Left', { person: 'ana', freed: ['lead', 'keyboard'], epoch: 2 }),
  ])
  const benTypes = given(...anaAndBen, types('ben', 2))
  expect(when(benTypes, 'ben', 'leave')).toEqual([
    happened('Left', { person: 'ben', freed: ['keyboard'], epoch: 3 }),
    happened('KeyboardGiven', { to: 'ana', from: 'ben', epoch: 4 }),
  ])
  const empty = given(...anaAlone, happened('Left', { person: 'ana', freed: ['lead', 'keyboard'], epoch: 2 }))
  expect([empty.lead, empty.operator, empty.epoch]).toEqual([undefined, undefined, 2])
  expect(when(empty, 'ana', 'leave')).toEqual([])
})

test('the lead is offered and accepted; one who leads is not pushed aside', () => {
  const offered = given(...anaAndBen, happened('LeadOffered', { to: 'ben' }))
  expect(when(given(...anaAndBen), 'ana', 'offer-lead', { to: 'ben' })).toEqual([
    happened('LeadOffered', { to: 'ben' }),
  ])
  expect(when(offered, 'ben', 'accept-lead')).toEqual([happened('LeadAccepted', { person: 'ben', from: 'ana' })])
  expect(when(offered, 'ben', 'decline-lead')).toEqual([happened('LeadDeclined', { person: 'ben' })])
  expect(no(when(given(...anaAndBen), 'ben', 'take-lead')).code).toBe('lead-held')
  expect(no(when(given(...anaAndBen), 'ben', 'offer-lead', { to: 'cleo' })).code).toBe('lead-held')
  expect(no(when(given(...anaAndBen), 'ben', 'accept-lead')).code).toBe('lead-not-offered')
})

const suggested = happened('Suggested', { suggestion: 's1', ref: 'S1', text: 'Restart it', why: 'it leaks' })

test('anyone suggests and objects, the lead or the operator decides, and only who objected withdraws', () => {
  const was = given(...anaAndBen, suggested)
  expect(when(was, 'vera', 'suggest', { text: 'Wait', why: 'it recovers' })).toMatchObject([{ data: { ref: 'S2' } }])
  expect(when(was, 'ana', 'accept-suggestion', { suggestion: 's1' })).toMatchObject([{ type: 'SuggestionAccepted' }])
  expect(no(when(was, 'ben', 'accept-suggestion', { suggestion: 'S1' })).code).toBe('not-the-lead')
  const objection = when(was, 'vera', 'object', { to: 'S1', reason: 'carts are lost' })
  expect(objection).toMatchObject([{ type: 'Objected', data: { ref: 'O1', to: 's1' } }])
  const objected = given(
    ...anaAndBen,
    suggested,
    happened('Objected', { objection: 'o', ref: 'O1', to: 's1', reason: 'carts' }),
  )
  expect(no(when(objected, 'ben', 'withdraw-objection', { objection: 'O1' })).code).toBe('not-your-objection')
  expect(when(objected, 'ana', 'withdraw-objection', { objection: 'O1' })).toMatchObject([
    { type: 'ObjectionWithdrawn' },
  ])
  expect(no(when(was, 'ana', 'object', { to: 'C9', reason: 'no' })).code).toBe('unknown-change')
})

test('a command that is told twice is one; a shared terminal that comes back is the same one', () => {
  const ran = {
    terminal: '0195f000-0000-7000-8000-000000000001',
    command: 'ls',
    startedAt: nine,
    durationMs: 5,
    offset: 10,
  }
  const shared = happened('TerminalShared', { ...ran, title: 'bash', host: 'h', person: 'ana', recording: 'r' })
  expect(when(given(shared), 'ana', 'command-ran', ran)).toHaveLength(1)
  expect(when(given(shared, happened('CommandRan', ran)), 'ana', 'command-ran', ran)).toEqual([])
  expect(when(given(), 'ana', 'command-ran', ran)).toEqual([])
  const withSecret = { ...ran, command: 'psql postgres://app:correct-horse@db/shop' }
  expect(when(given(shared), 'ana', 'command-ran', withSecret)).toMatchObject([
    { data: { command: 'psql postgres://app:[redacted]@db/shop' } },
  ])
})

test('each way forward out of a refusal works when it is pressed', () => {
  const fill: Record<string, string> = {
    reason: 'no answer',
    to: 'ana',
    text: 'Restart',
    why: 'it leaks',
    answer: 'known',
  }
  const objected = happened('Objected', { objection: 'o', ref: 'O1', to: 's1', reason: 'carts' })
  const benTypes = given(...anaAndBen, joined('cleo'), types('ben', 2), suggested, objected)
  const refusals: [Incident, string, Command, unknown][] = [
    [benTypes, 'cleo', 'take-keyboard', {}],
    [benTypes, 'ana', 'take-keyboard', {}],
    [benTypes, 'cleo', 'give-keyboard', { to: 'cleo' }],
    [benTypes, 'ana', 'give-keyboard', { to: 'Zoe' }],
    [benTypes, 'cleo', 'take-lead', {}],
    [benTypes, 'cleo', 'accept-lead', {}],
    [benTypes, 'cleo', 'offer-lead', { to: 'ana' }],
    [benTypes, 'ana', 'offer-lead', { to: 'vera' }],
    [given(), 'ana', 'accept-lead', {}],
    [benTypes, 'cleo', 'accept-suggestion', { suggestion: 'S1' }],
    [benTypes, 'cleo', 'accept-suggestion', { suggestion: 'S9' }],
    [benTypes, 'ben', 'withdraw-objection', { objection: 'O1' }],
  ]
  for (const [was, person, command, body] of refusals) {
    const refusal = no(when(was, person, command, body))
    expect(refusal.next.length, refusal.code).toBeGreaterThan(0)
    for (const next of refusal.next) {
      const filled = Object.fromEntries(Object.entries(next.body).map(([key, value]) => [key, value ?? fill[key]]))
      if (next.command === 'object') filled['to'] = 'S1'
      const pressed = when(was, person, next.command as Command, filled)
      expect(isRefusal(pressed), `${refusal.code} -> ${next.label}: ${JSON.stringify(pressed)}`).toBe(false)
    }
  }
})
