import { describe, expect, test } from 'vitest'
import { scheduleSpec, toSchedule } from '../../roster/spec.ts'
import { begunBetween, type ReachCheck, reachSays, reachState } from './reach-check.ts'

const daily = (zone: string, people: string[], more: object = {}) =>
  toSchedule(
    scheduleSpec.parse({ zone, layers: [{ people, every: 'day', handOverAt: '02:30', from: '2026-03-01' }], ...more }),
  )
const of = (schedule: ReturnType<typeof daily>) => new Map([['primary', schedule]])
const minutes = (at: string, n: number) => new Date(Date.parse(at) + n * 60_000).toISOString()

describe('a shift begins', () => {
  test('once, for who comes, with who went', () => {
    const week = of(daily('UTC', ['ana', 'ben']))
    const startsAt = '2026-03-10T02:30:00.000Z'
    expect(begunBetween(week, minutes(startsAt, -30), minutes(startsAt, -1))).toEqual([])
    const [begun, ...more] = begunBetween(week, minutes(startsAt, -30), startsAt)
    expect([begun, more]).toEqual([{ schedule: 'primary', person: 'ben', outgoing: 'ana', startsAt }, []])
  })

  test('by the local clock, also in the night that the hour of the hand-over is skipped or comes twice', () => {
    const berlin = of(daily('Europe/Berlin', ['ana', 'ben']))
    for (const night of ['2026-03-29', '2026-10-25']) {
      const begun = begunBetween(berlin, `${night}T00:00:00.000Z`, `${night}T06:00:00.000Z`)
      expect(begun).toHaveLength(1)
      expect(new Set([begun[0]?.person, begun[0]?.outgoing])).toEqual(new Set(['ana', 'ben']))
    }
    expect(begunBetween(berlin, '2026-03-29T00:00:00.000Z', '2026-03-29T06:00:00.000Z')[0]?.startsAt).toBe(
      '2026-03-29T01:30:00.000Z',
    )
  })

  test('not for who is on call without a break, and once for who begins on two schedules', () => {
    expect(begunBetween(of(daily('UTC', ['ana'])), '2026-03-10T00:00:00Z', '2026-03-12T00:00:00Z')).toEqual([])
    const two = new Map([
      ['primary', daily('UTC', ['ana', 'ben'])],
      ['second', daily('UTC', ['cem', 'ben'])],
    ])
    expect(begunBetween(two, '2026-03-10T02:00:00.000Z', '2026-03-10T03:00:00.000Z')).toHaveLength(1)
  })
})

const check = (more: Partial<ReachCheck> = {}): ReachCheck => ({
  id: 'r1',
  schedule: 'primary',
  person: { id: 'ben', name: 'Ben' },
  outgoing: { id: 'ana', name: 'Ana' },
  startsAt: '2026-03-10T09:00:00.000Z',
  tellAt: '2026-03-10T09:30:00.000Z',
  calls: [
    { id: 't1', channel: 'ntfy', askedAt: '', state: 'handed over', attempts: [] },
    {
      id: 't2',
      channel: 'mail',
      askedAt: '',
      state: 'failed',
      attempts: [{ n: 1, at: '', outcome: 'failed', answer: '550 no such user' }],
    },
  ],
  ...more,
})

test('one tap over any channel is an answer; without one it is said which way nothing came back', () => {
  expect(reachState(check(), '2026-03-10T09:29:59.999Z')).toBe('waiting')
  expect(reachState(check(), '2026-03-10T09:30:00.000Z')).toBe('unanswered')
  const [first, second] = check().calls
  const tapped = check({ calls: [{ ...first!, state: 'tapped' }, second!] })
  expect(reachState(tapped, '2026-03-10T11:00:00.000Z')).toBe('confirmed')
  expect(reachSays.toTeam(check(), 'Europe/Berlin').lines).toEqual([
    'Ben came on call at 10:00 (09:00 UTC) and has not answered the reach check.',
    'ntfy: handed over, not tapped',
    'mail: not handed over (550 no such user)',
    'Who is on call, and how to put somebody else there:',
  ])
})
