import { expect, test } from 'vitest'
import type { Print } from '../../incident/prints.ts'
import { answersWell, levelShown, type Shown } from './levels.ts'

const print = (name: string, print = 'p', count = 3): Print => ({ name, count, print })
const whole: Shown = {
  exitCode: 0,
  complete: true,
  digest: 'd',
  restored: true,
  source: [print('orders'), print('customers')],
  back: [print('customers'), print('orders')],
  built: { missing: [] },
  smoke: { query: 'select 1', ok: true },
}
const without = (name: keyof Shown): Shown => Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name))

const shown: [string, Shown, string][] = [
  ['all of it, and a check of the team’s own', whole, 'L4'],
  ['no check', without('smoke'), 'L3'],
  ['a check that failed', { ...whole, smoke: { query: 'select 1', ok: false } }, 'L3'],
  ['an index is missing', { ...whole, built: { missing: ['orders_pkey'] } }, 'L2'],
  ['other rows', { ...whole, back: [print('orders', 'q'), print('customers')] }, 'L2'],
  ['fewer rows', { ...whole, back: [print('orders', 'p', 2), print('customers')] }, 'L2'],
  ['a table less', { ...whole, back: [print('orders')] }, 'L2'],
  ['one table twice', { ...whole, back: [print('orders'), print('orders')] }, 'L2'],
  ['nothing to compare', { ...whole, source: [], back: [] }, 'L2'],
  ['prints that say nothing', { ...whole, source: [print('orders', '')], back: [print('orders', '')] }, 'L2'],
  ['a smoke check alone', { ...without('source'), back: [] }, 'L2'],
  ['never restored', without('restored'), 'L1'],
  ['cut', { ...whole, complete: false }, 'L0'],
  ['no digest', without('digest'), 'L0'],
  ['a tool that failed', { ...whole, exitCode: 1 }, 'L0'],
]
test.each(shown)('%s', (_, evidence, level) => expect(levelShown(evidence, 'fireline')).toBe(level))

test('a program of the team’s own is taken at its word for no more than that the copy is whole', () => {
  expect([levelShown(whole, 'own'), levelShown(whole, 'agent')]).toEqual(['L1', 'L4'])
})

test.each<[string, unknown[][], boolean]>([
  ['a count and a yes', [['12', true]], true],
  ['no row', [], false],
  ['a count of nothing, as PostgreSQL sends large numbers', [['0']], false],
  ['a no beside a count', [['12', false]], false],
  ['nothing known', [[null]], false],
  ['a sum of 0.00', [['0.00']], false],
  ['a second row that is empty', [[1], ['']], false],
  ['names, and an amount that only begins with 0', [['orders', '0.07']], true],
])('a question that is answered with %s', (_, rows, ok) => expect(answersWell(rows)).toBe(ok))
