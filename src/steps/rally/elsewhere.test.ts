import { expect, test } from 'vitest'
import { anaAlone, by, given, joined, nine, no } from '../../../test/rally/in-a-room.ts'
import type { Decide, Decision, Wanted } from '../../incident/decision.ts'
import { happened } from '../../incident/decision.ts'
import { hostsHeld } from '../../incident/host-seats.ts'
import type { Incident } from '../../incident/incident.ts'
import { acknowledge } from '../notify/acknowledge.ts'
import { oneKeyboardAHost } from './elsewhere.ts'
import { rallyDecisions } from './rally.ts'

const names = new Map(['ana', 'ben', 'cleo'].map(id => [id, { id, kind: 'person', name: id, role: 'responder' }]))
const shared = (person: string, host = 'db-1') =>
  by(person, happened('TerminalShared', { terminal: 't1', title: 'bash', host, person, recording: 'r1' }))
const cleoHasIt = { host: 'DB-1', incident: 'INC-7', person: 'cleo', name: 'Cleo', isThere: true }

function when(was: Incident, person: string, command: string, body: object = {}, held = cleoHasIt): Decision {
  const all = { ...rallyDecisions, acknowledge } as unknown as Record<string, Decide<never, Wanted>>
  const decide = oneKeyboardAHost(command, all[command] as Decide<never, Wanted>)
  const ask = {
    id: '0195f000-0000-7000-8000-000000000001',
    by: { kind: 'person', id: person, name: person },
    at: nine,
    body,
  }
  const beating = new Set(['ana', 'ben', 'cleo'])
  return decide(was, ask as never, { people: names, seen: beating, beating, heldElsewhere: [held] } as never)
}

const types = (decision: Decision) => (Array.isArray(decision) ? decision.map(event => event.type) : decision.code)

test('the keyboard of a host that somebody has in another incident is not given here, and the way there is said', () => {
  const was = given(joined('ana'), shared('ana'), happened('Left', { person: 'ana' }), joined('ben'))
  const refusal = no(when(was, 'ben', 'take-keyboard'))
  expect(refusal).toMatchObject({ code: 'keyboard-held', message: 'Cleo has the keyboard on DB-1 in INC-7.' })
  expect(refusal.next.map(({ command, incident }) => [command, incident])).toEqual([
    ['join', 'INC-7'],
    ['ask-keyboard', 'INC-7'],
    ['look-around', undefined],
  ])
  expect(types(when(was, 'ben', 'take-keyboard', {}, { ...cleoHasIt, host: 'web-1' }))).toEqual(['KeyboardGiven'])
  // The same person may have it in both.
  expect(types(when(was, 'cleo', 'take-keyboard'))).toEqual(['Joined', 'KeyboardGiven'])
})

test('who leads takes it over there, after ten seconds; of one whose line is dead anybody may', () => {
  const was = given(...anaAlone, joined('ben'), shared('ana'))
  const leads = no(when(was, 'ana', 'give-keyboard', { to: 'ben' })).next.at(-1)
  const body = { reason: null, host: 'DB-1', incident: 'INC-1' }
  expect(leads).toMatchObject({ command: 'take-over', incident: 'INC-7', body })
  const free = given(joined('ana'), shared('ana'), happened('Left', { person: 'ana' }), joined('ben'))
  const gone = no(when(free, 'ben', 'take-keyboard', {}, { ...cleoHasIt, isThere: false })).next.at(-1)
  expect(gone).toMatchObject({ label: 'Cleo is gone, take it', command: 'take-over', incident: 'INC-7' })
})

test('who only comes to work, or says that they have it, is not held up: they come without that keyboard', () => {
  const was = given(joined('ana'), shared('ana'), happened('Left', { person: 'ana', freed: ['lead'] }))
  expect(types(when(was, 'ben', 'acknowledge'))).toEqual(['Acknowledged', 'Joined', 'LeadTaken'])
  expect(types(when(was, 'ben', 'join'))).toEqual(['Joined', 'LeadTaken'])
})

test('a terminal of such a host is shared all the same, to look around: its own person types in it, and nobody is held up', () => {
  const was = given(...anaAlone)
  const share = (held: object[]) =>
    rallyDecisions['terminal-shared'](
      was,
      {
        id: 'a',
        by: { kind: 'person', id: 'ben', name: 'Ben' },
        at: nine,
        body: { terminal: 't', recording: 'r', title: 'sh', host: 'db-1' },
      },
      { heldElsewhere: held } as never,
    )
  expect(share([cleoHasIt])).toMatchObject([{ type: 'TerminalShared', data: { looking: true } }, { type: 'Joined' }])
  expect(share([])).toMatchObject([{ type: 'TerminalShared', data: { host: 'db-1' } }, { type: 'Joined' }])
  expect(share([{ ...cleoHasIt, person: 'ana' }])).not.toMatchObject([{ data: { looking: true } }, {}])
})

test('an incident has the hosts of the terminals that are shared in it and typed in by somebody, until it is over', () => {
  const is = given(...anaAlone, shared('ana', 'db-1'))
  expect(hostsHeld(is)).toEqual([{ host: 'db-1', holder: 'ana', epoch: 1 }])
  expect(hostsHeld({ ...is, status: 'resolved' })).toEqual([])
  expect(
    hostsHeld(
      given(
        ...anaAlone,
        by(
          'ana',
          happened('TerminalShared', {
            terminal: 't',
            title: 'sh',
            host: 'db-1',
            person: 'ana',
            recording: 'r',
            looking: true,
          }),
        ),
      ),
    ),
  ).toEqual([])
})
