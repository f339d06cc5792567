import { expect, test } from 'vitest'
import {
  after,
  anaAlone,
  anaAndBen,
  by,
  given,
  joined,
  nine,
  no,
  pressEach,
  when,
} from '../../../test/rally/in-a-room.ts'
import { happened } from '../../incident/decision.ts'
import type { Entry } from '../../incident/entry.ts'
import { nextStep } from '../../incident/next-step.ts'
import { windowReactions } from './suggestion-window.ts'

const s1 = '0195f000-0000-7000-8000-00000000000a'
const said = { suggestion: s1, ref: 'S1', text: 'Restart web', why: 'it leaks', command: 'systemctl restart web' }
const suggested = by('ben', happened('Suggested', said))
const db1 = happened('TerminalShared', { terminal: 't1', host: 'db-1', title: 'bash', person: 'ana', recording: 'r' })
const in20 = '2026-03-02T09:00:20.000Z'
const asked = happened('SuggestionOpen', { suggestion: s1, until: in20 })
const accepted = happened('SuggestionAccepted', { suggestion: s1 })
const toPrompt = happened('PutAtPrompt', { suggestion: s1, terminal: 't1', person: 'ana', outcome: 'asked' })
const on = { suggestion: 'S1' }
const together = given(...anaAndBen, db1, suggested)
const open = given(...anaAndBen, db1, suggested, asked)
const due = { suggestion: s1, until: in20 }

test('with others here a command that changes something asks for 20 s whether anyone is against it; what only looks does not', () => {
  expect(when(together, 'ana', 'accept-suggestion', on)).toEqual([asked])
  const looks = happened('Suggested', { ...said, command: 'df -h /var' })
  expect(when(given(...anaAndBen, db1, looks), 'ana', 'accept-suggestion', on)).toEqual([accepted, toPrompt])
  expect(when(open, 'ana', 'accept-suggestion', on)).toEqual([])
})

test('alone nothing waits, nor for who has left', () => {
  const left = happened('Left', { person: 'ben' })
  expect(when(given(...anaAlone, db1, suggested), 'ana', 'accept-suggestion', on)).toEqual([accepted, toPrompt])
  expect(when(given(...anaAndBen, left, db1, suggested), 'ana', 'accept-suggestion', on)).toEqual([accepted, toPrompt])
})

test('after 20 s in which nobody was against it, it goes ahead; a timer of an earlier asking does nothing', () => {
  expect(when(open, 'fireline', 'suggestion-due', due)).toEqual([accepted, toPrompt])
  expect(when(open, 'fireline', 'suggestion-due', { ...due, until: nine })).toEqual([])
  expect(when(given(...anaAndBen, suggested, asked, accepted), 'fireline', 'suggestion-due', due)).toEqual([])
  const entry = { ...asked, id: 'e7' } as Entry & { type: 'SuggestionOpen' }
  const body = { command: 'suggestion-due', body: due }
  expect(windowReactions.SuggestionOpen?.(entry, open)).toEqual([
    { kind: 'ask', key: 'suggestion-due e7', dueAt: in20, body },
  ])
})

test('an objection stops it, whoever objects; accepted again it is asked again, and while the objection is open it waits for the lead', () => {
  const objected = when(open, 'vera', 'object', { to: 'S1', reason: 'carts are lost' })
  expect(objected).toMatchObject([{ type: 'Objected' }, { type: 'SuggestionHeld' }])
  const is = after(open, objected, 'vera')
  expect(is.suggestions[0]).toMatchObject({ openUntil: undefined, held: { by: 'Vera' } })
  expect(when(is, 'fireline', 'suggestion-due', due)).toEqual([])
  const again = after(is, when(is, 'ana', 'accept-suggestion', on))
  expect(again.suggestions[0]).toMatchObject({ openUntil: in20, held: undefined })
  expect(when(again, 'fireline', 'suggestion-due', due)).toEqual([
    happened('SuggestionHeld', { suggestion: s1, reason: 'Vera objects' }),
  ])
  expect(when(is, 'ana', 'go-now', on)).toEqual([accepted, toPrompt])
})

test('what is only looked at is asked about too, once somebody is against it', () => {
  const looks = happened('Suggested', { ...said, command: 'df -h' })
  const objected = happened('Objected', { objection: 'o', ref: 'O1', to: s1, reason: 'it hangs' })
  expect(when(given(...anaAndBen, looks, by('ben', objected)), 'ana', 'accept-suggestion', on)).toEqual([asked])
})

test('the lead goes now or holds it; the operator holds it; nobody else, but who decides while the lead is away', () => {
  const benTypes = given(
    ...anaAndBen,
    joined('cleo'),
    happened('KeyboardGiven', { to: 'ben', epoch: 2 }),
    suggested,
    asked,
  )
  expect(when(benTypes, 'ana', 'go-now', on)).toEqual([accepted])
  expect(when(benTypes, 'ben', 'hold-suggestion', { ...on, reason: 'a moment' })).toEqual([
    happened('SuggestionHeld', { suggestion: s1, reason: 'a moment' }),
  ])
  for (const [person, command] of [
    ['ben', 'go-now'],
    ['cleo', 'go-now'],
    ['cleo', 'hold-suggestion'],
  ] as const) {
    const refusal = no(when(benTypes, person, command, on))
    expect([refusal.code, pressEach(benTypes, person, refusal, { text: 'Wait', why: 'it heals' })]).toEqual([
      'not-the-lead',
      1,
    ])
  }
  expect(when(benTypes, 'ben', 'go-now', on, { gone: ['ana'] })).toEqual([accepted])
})

test('what is decided is neither held nor gone ahead with; what is not asked is not held', () => {
  const declined = happened('SuggestionDeclined', { suggestion: s1, reason: 'no' })
  const over = given(...anaAndBen, suggested, declined)
  for (const command of ['go-now', 'hold-suggestion'] as const) {
    const refusal = no(when(over, 'ana', command, on))
    expect([refusal.code, pressEach(over, 'ana', refusal, {})]).toEqual(['already-decided', 1])
    const unknown = no(when(together, 'ana', command, { suggestion: 'S9' }))
    expect([unknown.code, pressEach(together, 'ana', unknown, {})]).toEqual(['unknown-suggestion', 1])
  }
  expect(when(together, 'ana', 'hold-suggestion', on)).toEqual([])
  expect(when(given(...anaAndBen, suggested, accepted), 'ana', 'go-now', on)).toEqual([])
})

test('everybody in the room is asked next, who watches too; the lead is offered to go now; after the time nobody is', () => {
  const watched = given(
    ...anaAndBen,
    happened('Acknowledged', { person: 'ana', until: nine }),
    happened('Joined', { person: 'vera', as: 'observer' }),
    suggested,
    asked,
  )
  const next = (id: string, at = nine) => nextStep(watched, { id, role: id === 'vera' ? 'viewer' : 'responder' }, at)
  expect([next('vera').says, next('vera').does?.command]).toEqual(['Anyone against S1? “Restart web”', 'object'])
  expect([next('ana').does?.command, next('ana').also?.[0]?.command]).toEqual(['go-now', 'hold-suggestion'])
  expect(next('ben', in20).says).not.toContain('Anyone against')
})
