import { expect, test } from 'vitest'
import { after, anaAndBen, given, joined, nine } from '../../../test/rally/in-a-room.ts'
import { type Decision, happened } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import { reactBy } from '../../incident/obligation.ts'
import { owedTo } from '../../incident/owed.ts'
import { replay } from '../../incident/replay.ts'
import { pageForLead } from '../notify/page-for-lead.ts'
import { nagLead } from './nag-lead.ts'
import { rallyReactions } from './rally.ts'

const anaLeft = happened('Left', { person: 'ana', freed: ['lead', 'keyboard'], epoch: 2 })
const nag = (was: Incident, times: number, since = nine): Decision =>
  nagLead(
    was,
    { id: 'a', by: { kind: 'system', id: 'fireline', name: 'Fireline' }, at: nine, body: { since, times } },
    {},
  )
const told = (was: Incident, ...times: number[]) => times.reduce((is, n) => after(is, nag(is, n)), was)

/** What is owed because this was the last thing that happened. */
function owes(...events: Parameters<typeof given>) {
  const is = given(...events)
  const last = events.at(-1) as (typeof events)[number]
  const entry = {
    ...last,
    id: 'e',
    incident: 'inc',
    seq: is.seq,
    at: nine,
    by: { kind: 'person', id: 'ana', name: 'Ana' },
  }
  return rallyReactions.flatMap(reactions => reactBy(reactions, entry as never, is)).map(one => [one.dueAt, one.body])
}

test('two minutes after the lead has left others there the room is told, three times at most, until somebody leads', () => {
  expect(owes(...anaAndBen, anaLeft)).toEqual([
    ['2026-03-02T09:02:00.000Z', { command: 'nag-lead', body: { since: nine, times: 1 } }],
  ])
  const was = given(...anaAndBen, anaLeft)
  expect(nag(was, 1)).toEqual([happened('LeadNagged', { times: 1 })])
  expect([nag(was, 2), nag(was, 1, '2026-03-02T08:00:00.000Z')]).toEqual([[], []])
  expect(nag(told(was, 1, 2, 3), 4)).toEqual([])
  const led = replay([], after(told(was, 1), [happened('LeadTaken', { person: 'ben' })]))
  expect([led.leadNags, nag(led, 2)]).toEqual([undefined, []])
  // It was told of that gap, not of the next one.
  expect(owes(...anaAndBen, anaLeft, happened('LeadNagged', { times: 3 }))).toEqual([])
})

test('with nobody else there, or once it is mitigated, nobody is told', () => {
  expect(owes(...anaAndBen.slice(0, 3), anaLeft)).toEqual([])
  expect(nag(given(...anaAndBen, anaLeft, happened('Left', { person: 'ben' })), 1)).toEqual([])
  expect(nag({ ...given(...anaAndBen, anaLeft), status: 'mitigated' }, 1)).toEqual([])
})

test('who is there takes the lead with one tap, alone too', () => {
  const is = told(given(...anaAndBen, anaLeft), 1)
  const [owed] = owedTo(is, { id: 'ben', role: 'responder', onCallFor: [] }, nine)
  expect(owed).toMatchObject({ says: 'Nobody leads', does: { command: 'take-lead', body: {} } })
})

test('after the third time the policy is paged, past those who are there; what is being paged anyhow goes on as it is', () => {
  const people = ['ben', 'cleo'].map(id => ({ id, kind: 'person', name: id, role: 'responder' }))
  const step = { afterMs: 0, people }
  const known = {
    policy: { slug: 'default', steps: [step], repeat: 0, repeatAfterMs: 60_000, fallback: [] },
    channels: new Map(people.map(({ id }) => [id, ['mail']])),
    plans: new Map(),
    service: { mode: 'live' },
  } as never
  const ask = {
    id: '0195f000-0000-7000-8000-000000000001',
    by: { kind: 'system', id: 'f', name: 'F' },
    at: nine,
    body: {},
  }
  const has = happened('Acknowledged', { person: 'ana', until: nine })
  const was = given(...anaAndBen, has, anaLeft)
  expect(pageForLead(was, ask as never, known)).toMatchObject([
    { type: 'EscalationStepped' },
    { type: 'CallOwed', data: { person: 'cleo', reason: 'people work on it and nobody leads' } },
  ])
  expect(pageForLead(given(...anaAndBen, anaLeft), ask as never, known)).toEqual([])
  expect(pageForLead(given(...anaAndBen, has, joined('cleo')), ask as never, known)).toEqual([])
})
