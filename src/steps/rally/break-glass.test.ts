import { expect, test } from 'vitest'
import { after, anaAndBen, by, given, nine, when } from '../../../test/rally/in-a-room.ts'
import { happened } from '../../incident/decision.ts'

const terminal = '0195f000-0000-7000-8000-0000000000aa'
const shared = by(
  'ana',
  happened('TerminalShared', { terminal, title: 'bash', host: 'db-1', person: 'ana', recording: 'r' }),
)
const bens = [...anaAndBen, shared, happened('KeyboardGiven', { to: 'ben', from: 'ana', epoch: 2 })]
const glass = { terminal, at: nine, epoch: 2 }

test('who took the keyboard at the machine while Fireline was away has it from then on, by a newer number, and it stands on the timeline', () => {
  const told = when(given(...bens), 'ana', 'glass-broken', glass)
  expect(told).toMatchObject([
    { type: 'GlassBroken', data: { person: 'ana', host: 'db-1', at: nine } },
    { type: 'KeyboardGiven', data: { to: 'ana', from: 'ben', epoch: 3 } },
  ])
  expect(after(given(...bens), told).operator).toBe('ana')
})

test('a keyboard that was handed on meanwhile stays where it is, and what happened is told all the same', () => {
  const later = given(...bens, happened('KeyboardGiven', { to: 'cleo', from: 'ben', epoch: 3 }))
  expect(when(later, 'ana', 'glass-broken', glass)).toMatchObject([{ type: 'GlassBroken' }])
  expect(when(later, 'ben', 'glass-broken', glass)).toEqual([])
})

test('their own that they took up so gets a newer number, too: the program at the machine waits for one', () => {
  const theirs = given(
    ...anaAndBen,
    shared,
    happened('KeyboardGiven', { to: 'ana', epoch: 2, awaiting: true, from: 'ben' }),
  )
  expect(when(theirs, 'ana', 'glass-broken', glass)).toMatchObject([{}, { data: { to: 'ana', epoch: 3 } }])
})
