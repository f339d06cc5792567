import { expect, test } from 'vitest'
import { after, anaAlone, anaAndBen, by, given, nine, no, pressEach, when } from '../../../test/rally/in-a-room.ts'
import { atPromptNow } from '../../incident/at-prompt-now.ts'
import { happened } from '../../incident/decision.ts'
import type { Entry } from '../../incident/entry.ts'
import { nextStep } from '../../incident/next-step.ts'
import { promptReactions } from './at-prompt.ts'

const said = { suggestion: 's1', ref: 'S1', text: 'Restart web', why: 'it leaks', command: 'systemctl restart web' }
const suggested = by('ben', happened('Suggested', said))
const accepted = happened('SuggestionAccepted', { suggestion: 's1' })
const shares = (terminal: string, host: string, more = {}) =>
  happened('TerminalShared', { terminal, host, title: 'bash', person: 'ana', recording: 'r', ...more })
const db1 = shares('t1', 'db-1')
const onTheWay = happened('PutAtPrompt', { suggestion: 's1', terminal: 't1', person: 'ana', outcome: 'asked' })

test('what is accepted goes to the prompt of who types; without a terminal, or on several hosts, it is only accepted', () => {
  const accept = (...more: Parameters<typeof given>) =>
    when(given(...anaAlone, ...more, suggested), 'ana', 'accept-suggestion', { suggestion: 'S1' })
  expect(accept(db1)).toEqual([accepted, onTheWay])
  expect(accept()).toEqual([accepted])
  expect(accept(db1, shares('t2', 'web-1'))).toEqual([accepted])
  expect(accept(shares('t0', 'db-1'), db1, shares('t3', 'db-1', { looking: true }))).toEqual([accepted, onTheWay])
  expect(accept(db1, happened('KeyboardGiven', awaited))).toEqual([accepted])
})

const awaited = { to: 'ana', epoch: 2, awaiting: true } as const

test('a key hidden in a command does not reach a prompt', () => {
  const bent = happened('Suggested', { ...said, command: 'ls\u0003rm -rf /\r' })
  const was = given(...anaAlone, db1, bent)
  const decision = when(was, 'ana', 'accept-suggestion', { suggestion: 'S1' })
  expect(decision).toEqual([accepted])
  expect(no(when(after(was, decision), 'ana', 'put-at-prompt', { suggestion: 'S1' })).code).toBe('nothing-to-put')
})

test('it goes to one’s own prompt again, and on several hosts one says which', () => {
  const was = given(...anaAndBen, db1, suggested, accepted)
  expect(when(was, 'ana', 'put-at-prompt', { suggestion: 'S1' })).toEqual([onTheWay])
  const two = given(...anaAndBen, db1, shares('t2', 'web-1'), suggested, accepted)
  const which = no(when(two, 'ana', 'put-at-prompt', { suggestion: 'S1' }))
  const labels = ['Put it at my prompt on db-1', 'Put it at my prompt on web-1']
  expect([which.code, which.next.map(next => next.label)]).toEqual(['which-prompt', labels])
  expect(pressEach(two, 'ana', which, {})).toBe(2)
})

test('nobody puts anything at another’s prompt, nor what is not accepted, was declined or has no command', () => {
  const put = (was: ReturnType<typeof given>, person: string) => {
    const refusal = no(when(was, person, 'put-at-prompt', { suggestion: 'S1' }))
    pressEach(was, person, refusal, { command: 'uptime', text: 'Look', why: 'to see' })
    return [refusal.code, refusal.message, refusal.next.length]
  }
  const declined = happened('SuggestionDeclined', { suggestion: 's1', reason: 'no' })
  const { command: _, ...bare } = said
  const here = [...anaAndBen, db1]
  expect(put(given(...here, suggested, accepted), 'ben')).toEqual(['keyboard-held', 'Ana has the keyboard on db-1.', 1])
  expect(put(given(...anaAndBen, suggested, accepted), 'ana')[0]).toBe('no-terminal')
  expect(put(given(...here, suggested), 'ana')).toEqual(['not-accepted', 'S1 is not accepted yet.', 1])
  expect(put(given(...here, suggested, declined), 'ana')[0]).toBe('already-decided')
  expect(put(given(...here, happened('Suggested', bare), accepted), 'ana')[0]).toBe('nothing-to-put')
  expect(put(given(...here), 'ana')[0]).toBe('unknown-suggestion')
})

test('it stands there until something ran, and is said next to who types; what missed is on the card until it is run', () => {
  const t = '0195f000-0000-7000-8000-00000000000a'
  const asked = { suggestion: 's1', terminal: t, person: 'ana' }
  const came = (outcome: 'asked' | 'put' | 'not-free') => happened('PutAtPrompt', { ...asked, outcome })
  const ran = (command: string) =>
    happened('CommandRan', { terminal: t, command, startedAt: nine, durationMs: 5, offset: 10 })
  const now = (...more: Parameters<typeof given>) => {
    const has = happened('Acknowledged', { person: 'ana', until: nine })
    const is = given(...anaAndBen, has, shares(t, 'db-1'), suggested, accepted, ...more)
    const says = nextStep(is, { id: 'ana', role: 'responder' }, nine).says
    return [
      is.suggestions[0] && atPromptNow(is, is.suggestions[0])?.is,
      says.startsWith('S1 stands at your prompt on db-1.'),
    ]
  }
  expect(now(ran('ls'), came('asked'))).toEqual(['on its way', false])
  expect(now(ran('ls'), came('asked'), came('put'))).toEqual(['stands', true])
  expect(now(came('asked'), came('put'), ran('uptime'))).toEqual([undefined, false])
  expect(now(came('not-free'), ran('uptime'))).toEqual(['missed', false])
  expect(now(came('not-free'), ran('systemctl restart web'))).toEqual([undefined, false])
  expect(now(came('put'), happened('TerminalEnded', { terminal: t, reason: 'exit' }))).toEqual([undefined, false])
})

test('it is owed once for each time it was asked for, and what came of it owes nothing', () => {
  const entry = { ...onTheWay, id: 'e7', at: '2026-03-02T09:00:00.000Z' } as Entry & { type: 'PutAtPrompt' }
  const body = { suggestion: 's1', terminal: 't1', person: 'ana' }
  const owed = { kind: 'put-at-prompt', key: 'put-at-prompt e7', dueAt: entry.at, body }
  expect(promptReactions.PutAtPrompt?.(entry, given())).toEqual([owed])
  const put = { ...entry, data: { ...entry.data, outcome: 'put' as const } }
  expect(promptReactions.PutAtPrompt?.(put, given())).toEqual([])
})

test('anybody supports a suggestion once, observers too; who made it supports it already', () => {
  const was = given(...anaAndBen, suggested)
  const supported = when(was, 'vera', 'support-suggestion', { suggestion: 'S1', reason: 'it helped last week' })
  expect(supported).toEqual([happened('SuggestionSupported', { suggestion: 's1', reason: 'it helped last week' })])
  expect(when(was, 'ben', 'support-suggestion', { suggestion: 'S1' })).toEqual([])
  const is = after(was, supported, 'vera')
  expect(when(is, 'vera', 'support-suggestion', { suggestion: 'S1' })).toEqual([])
  expect(when(is, 'vera', 'support-suggestion', { suggestion: 'S1', reason: 'twice' })).toHaveLength(1)
  const unknown = no(when(was, 'vera', 'support-suggestion', { suggestion: 'S9' }))
  expect([unknown.code, pressEach(was, 'vera', unknown, {})]).toEqual(['unknown-suggestion', 1])
})
