import { expect, test } from 'vitest'
import { saidTogether } from './together.ts'

test('what is said of several people in the same words is said once', () => {
  const only = 'is paged by mail only, and that wakes nobody.'
  expect(
    saidTogether(
      [`Ben ${only}`, `Ana ${only}`, `Mira ${only}`, 'Leo has no contact.', `Ben ${only}`],
      ['Ana', 'Ben', 'Mira', 'Leo'],
    ),
  ).toEqual(['Ben, Ana and Mira are paged by mail only, and that wakes nobody.', 'Leo has no contact.'])
  expect(saidTogether([`Ben ${only}`], ['Ben'])).toEqual([`Ben ${only}`])
})
