import { expect, it } from 'vitest'
import { type Look, stoodStill } from './stand-still.ts'

/** Looks once a second; each word is a second of its kind. What was counted at the end. */
function after(...seconds: ('turns' | 'stands' | 'suspended' | 'stopped' | 'clock set')[]): number {
  const stood = stoodStill()
  const look: Look = { at: 0, ms: 0, beats: 0 }
  let came = stood({ ...look })
  for (const second of seconds) {
    look.ms += second === 'stopped' ? 600_000 : 1_000
    look.at += { suspended: 3_600_000, stopped: 600_000, 'clock set': -7_200_000, turns: 1_000, stands: 1_000 }[second]
    if (second === 'turns') look.beats += 1
    came = stood({ ...look })
  }
  return came
}

it('counts how long a loop stands still, and begins anew with each turn', () => {
  expect(after('turns', 'stands', 'stands', 'stands')).toBe(3_000)
  expect(after('stands', 'stands', 'turns')).toBe(0)
  expect(after('stands', 'turns', 'stands')).toBe(1_000)
})

it('a suspended machine, a stopped process and a clock that was set are not a loop that stands still', () => {
  for (const away of ['suspended', 'stopped', 'clock set'] as const) {
    expect(after('stands', 'stands', away)).toBe(0)
    // Nor is the second in which all of it wakes up.
    expect(after('stands', away, 'stands')).toBe(1_000)
  }
})
