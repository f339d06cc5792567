import { expect, it } from 'vitest'
import type { Incident } from '../../incident/incident.ts'
import { givenTo } from './use-control.ts'

const on = (id: string, host: string, more: object = {}) => ({ id, host, person: 'ana', state: 'live', ...more })
const is = {
  operator: 'ben',
  operatorAwaits: true,
  operatorFrom: 'ana',
  epoch: 3,
  keyboardAskedBy: [],
  terminals: [on('t1', 'db-1'), on('t2', 'web-1'), on('t3', 'db-1', { looking: true })],
  seats: [{ host: 'web-1', holder: 'cleo', awaiting: true, from: 'ben', epoch: 2, askedBy: [], since: '' }],
} as unknown as Incident

it('asks who was given a keyboard for a word before their keys go there, and nobody else', () => {
  expect(givenTo(is, 'ben', 't1')).toEqual({ by: 'ana' })
  expect(givenTo(is, 'cleo', 't2')).toEqual({ by: 'ben', host: 'web-1' })
  expect([givenTo(is, 'ana', 't1'), givenTo(is, 'ben', 't2'), givenTo(is, 'ben', 't3')]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  expect(givenTo({ ...is, operatorAwaits: undefined }, 'ben', 't1')).toBeUndefined()
})
