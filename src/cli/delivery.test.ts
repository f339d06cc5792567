import { expect, test } from 'vitest'
import type { PageSaid } from '../api/page-record.ts'
import { deliveryText } from './delivery.ts'
import { promiseText } from './promise.ts'

const page: PageSaid = {
  id: 'c1',
  person: { id: 'ana', name: 'Ana\u001b[2J' },
  channel: 'ntfy',
  reason: 'you are on call',
  state: 'failed',
  owedAt: '2026-03-02T02:58:00Z',
  moments: [],
  attempts: [{ n: 1, at: '2026-03-02T02:58:01Z', outcome: 'failed', answer: '404 no such topic' }],
}
const byMail: PageSaid = {
  ...page,
  id: 'c2',
  channel: 'mail',
  state: 'owed',
  insteadOf: 'c1',
  attempts: [],
  unanswered: 1,
}

test('each page is a block with the receiver’s own answer, and nothing of it commands the terminal', () => {
  const said = deliveryText('INC-12 Shop is slow', { pages: [page, byMail], nobodyToCall: null })
  expect(
    said.replaceAll(/2 Mar \d\d:\d\d:01/g, '(time)'),
  ).toBe(`INC-12 Shop is slow: 2 pages: 1 not out yet, 1 not reached

Ana [2J by ntfy, not reached (you are on call)
  (time)  Refused for good, by ntfy: 404 no such topic

Ana [2J by mail, not out yet (you are on call)
  ntfy did not take it, so mail was tried.
  One try never said how it ended: it may have arrived all the same.`)
})

test('a red promise says why, in its own words', () => {
  const why = ['No canary came through in 90 s.']
  expect(promiseText({ ok: false, why, late: 0 })).toBe(
    'Red: it cannot be promised that pages leave.\n  No canary came through in 90 s.',
  )
  expect(promiseText({ ok: false, why, late: 2 })).toMatch(/^Red: 2 late\./)
  expect(promiseText({ ok: true, why: [], late: 0 })).toMatch(/^Green: pages leave\./)
  const notes = ['1 node vanished without a good-bye']
  expect(promiseText({ ok: true, why: [], late: 0, notes })).toMatch(
    /^Green: .*\n {2}1 node vanished without a good-bye$/,
  )
})
