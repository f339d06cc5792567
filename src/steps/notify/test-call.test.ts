import { expect, it } from 'vitest'
import { standingOf, type TestCall, wayForward } from './test-call.ts'

const at = '2026-03-01T02:58:00.000Z'
const test = (state: TestCall['state'], ...answers: string[]): TestCall => ({
  id: 't',
  person: { id: 'a', name: 'Ana' },
  channel: 'ntfy',
  askedAt: at,
  state,
  attempts: answers.map((answer, n) => ({ n: n + 1, at, outcome: 'retry', answer })),
})

it('a test page is handed over, never delivered: only a tap says that it rang', () => {
  expect(standingOf(test('owed'))).toEqual({ says: 'On its way.' })
  expect(standingOf(test('handed over', '200 ok')).says).toBe('Handed over to ntfy, which answered: 200 ok')
  expect(standingOf(test('handed over', '200 ok')).next).toContain('Tap "It rang" on the phone')
  expect(standingOf(test('tapped', '200 ok')).says).toBe('It rang: Ana tapped it.')
})

it('a server without a way out says so, and what to do', () => {
  const { says, next } = standingOf(test('owed', 'getaddrinfo ENOTFOUND ntfy.sh'))
  expect(says).toBe('Not handed over yet, and tried again: getaddrinfo ENOTFOUND ntfy.sh')
  expect(next).toContain('This server has no way out to it')
  expect(standingOf(test('failed', '403 forbidden')).next).toContain('its token, topic or chat')
})

it('every answer that is no yes has a way forward', () => {
  const answers = [
    '10.0.0.1 is not a public address. An admin may allow it',
    'no answer in time',
    '429 slow',
    '500 no',
    '?',
  ]
  expect(new Set(answers.map(wayForward)).size).toBe(answers.length)
})
