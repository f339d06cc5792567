import { expect, test } from 'vitest'
import { countedWords, type PageSaid, storyOf, whyThisWay } from './page-record.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 2, 2, 58, seconds)).toISOString()
const page = (more: Partial<PageSaid> = {}): PageSaid => ({
  id: 'c1',
  person: { id: 'ana', name: 'Ana' },
  channel: 'ntfy',
  reason: 'you are on call',
  state: 'handed over',
  owedAt: at(0),
  moments: [{ is: 'owed', at: at(0) }],
  attempts: [],
  ...more,
})

test('what became of a page is told in order, each attempt with the receiver’s own words, and nothing twice', () => {
  const moments = [
    { is: 'owed', at: at(0) },
    { is: 'handed over', at: at(6) },
    { is: 'shown', at: at(20) },
    { is: 'tapped', at: at(24) },
  ] as const
  const attempts = [
    { n: 1, at: at(1), outcome: 'retry', answer: '503 come back' },
    { n: 2, at: at(6), outcome: 'handed over', answer: '200 ok' },
  ]
  expect(storyOf(page({ state: 'tapped', moments: [...moments], attempts })).map(one => one.says)).toEqual([
    'Owed: committed, on its way',
    'Not taken, tried again, by ntfy',
    'Handed over, by ntfy',
    'Shown: it stood on a screen',
    'Tapped: a button of it was pressed',
  ])
})

test('no page that was only handed over is called delivered', () => {
  const all = [page(), page({ state: 'tapped' }), page({ state: 'failed' })]
  expect(countedWords(all)).toBe('3 pages: 1 tapped, 1 handed over, 1 not reached')
  const byMail = page({ id: 'c2', channel: 'mail', insteadOf: 'c1' })
  expect(whyThisWay(byMail, [page(), byMail], String)).toBe('ntfy did not take it, so mail was tried.')
})
