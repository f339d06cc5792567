import { expect, it } from 'vitest'
import { type BackupTimes, isBackupDue } from './nightly-due.ts'

const at = (time: string, day = '05') => `2026-05-${day}T${time}:00.000Z`
const due = (more: Partial<BackupTimes>) =>
  isBackupDue({ now: at('03:00'), startedAt: at('12:00', '01'), isQuiet: true, ...more })

it('a backup is taken at the first look after 03:00 UTC, and not before', () => {
  expect(due({ now: at('02:59'), provenAt: at('03:00', '04') })).toBe(false)
  expect(due({ now: at('03:00'), provenAt: at('03:00', '04') })).toBe(true)
})

it('there is one a night, whether it could be proven or failed', () => {
  expect(due({ now: at('03:05'), provenAt: at('03:01') })).toBe(false)
  expect(due({ now: at('23:59'), triedAt: at('03:01') })).toBe(false)
  expect(due({ now: at('03:00', '06'), provenAt: at('03:01'), triedAt: at('03:01') })).toBe(true)
})

it('while an incident is open it waits for a quiet moment, three hours at most', () => {
  expect(due({ now: at('05:59'), isQuiet: false })).toBe(false)
  expect(due({ now: at('04:10') })).toBe(true)
  expect(due({ now: at('06:00'), isQuiet: false })).toBe(true)
})

it('who slept through the night takes it ten minutes after the start, if the newest proof is older than a day', () => {
  const startedAt = at('09:00')
  expect(due({ now: at('09:09'), startedAt, provenAt: at('08:00', '04') })).toBe(false)
  expect(due({ now: at('09:10'), startedAt, provenAt: at('08:00', '04') })).toBe(true)
  expect(due({ now: at('09:10'), startedAt, provenAt: at('17:00', '04') })).toBe(false)
  expect(due({ now: at('09:10'), startedAt })).toBe(true)
})
