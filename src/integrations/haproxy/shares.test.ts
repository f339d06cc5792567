import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Server, Step } from '../../steps/change/traffic-driver.ts'
import { stepsBack, stepsTo, weightsFor } from './shares.ts'

const server = (name: string, more: Partial<Server> = {}): Server => ({
  name,
  address: '10.0.0.1:80',
  state: 'ready',
  weight: 100,
  passes: 2,
  requests: 0,
  errors: 0,
  ...more,
})
const view = (...servers: Server[]) => ({ backend: 'app', servers, digest: '' })
const commands = (steps: readonly Step[]) => steps.map(({ command }) => command)

test('a canary is weighed while it is drained, and opened last', () => {
  const is = view(server('web1'), server('stand', { state: 'drain', weight: 1 }))
  expect(commands(stepsTo(is, { to: 'stand', percent: 5 }))).toEqual([
    'set server app/stand weight 5',
    'set server app/stand state ready',
  ])
})

test('where the others weigh too little for a small share, they are raised first', () => {
  const is = view(server('web1', { weight: 1 }), server('stand', { state: 'drain', weight: 1 }))
  expect(commands(stepsTo(is, { to: 'stand', percent: 5 }))).toEqual([
    'set server app/stand weight 13',
    'set server app/web1 weight 256',
    'set server app/stand state ready',
  ])
})

test('all of it: the stand-by is open before anybody is drained', () => {
  const is = view(server('web1'), server('web2', { state: 'down' }), server('stand', { state: 'drain' }))
  expect(commands(stepsTo(is, { to: 'stand', percent: 100 }))).toEqual([
    'set server app/stand state ready',
    'set server app/web1 state drain',
    'set server app/web2 state drain',
  ])
})

test('the way back opens who was open before it drains the stand-by', () => {
  const before = view(
    server('stand', { state: 'drain', weight: 1 }),
    server('web1'),
    server('web2', { state: 'maint' }),
  )
  expect(commands(stepsBack(before, 'stand'))).toEqual([
    'set server app/web1 weight 100',
    'set server app/web1 state ready',
    'set server app/stand weight 1',
    'set server app/stand state drain',
    'set server app/web2 weight 100',
    'set server app/web2 state maint',
  ])
})

test('a backup server, an unknown one, and one without anybody beside it are refused in words', () => {
  expect(() => stepsTo(view(server('web1')), { to: 'stand', percent: 5 })).toThrow('no server stand in app')
  const spare = view(server('web1'), server('stand', { spare: true }))
  expect(() => stepsTo(spare, { to: 'stand', percent: 5 })).toThrow('backup server')
  expect(() => stepsTo(view(server('web1', { state: 'maint' }), server('stand')), { to: 'stand', percent: 5 })).toThrow(
    'Nobody but stand can take requests',
  )
})

test('of any servers, the weights give the share that was asked for', () => {
  const others = fc.array(fc.integer({ min: 1, max: 256 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 98 }), others, (percent, weights) => {
      const { own, their } = weightsFor(
        percent,
        weights.map(weight => server('web', { weight })),
      )
      const all = own + their.reduce((a, b) => a + b, 0)
      for (const one of [own, ...their]) expect(one >= 1 && one <= 256).toBe(true)
      expect(Math.abs((100 * own) / all - percent)).toBeLessThan(2)
    }),
  )
})
