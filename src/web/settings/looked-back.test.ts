import { expect, it } from 'vitest'
import { lookedBack } from './looked-back.ts'

it('says what a rule stopped, and what it would have', () => {
  expect(lookedBack([])).toBe('In the last 30 days it had nothing to say.')
  expect(lookedBack(['refused'])).toBe('In the last 30 days it said no once.')
  expect(lookedBack(['refused', 'refused', 'waived', 'waived', 'advised'])).toBe(
    'In the last 30 days it said no 2 times. Refusing, it would have stopped 3: 2 went without it and said why, 1 went against its advice.',
  )
  expect(lookedBack(['passed'])).toBe('In the last 30 days: refusing, it would have stopped 1: 1 went ahead unnoticed.')
})
