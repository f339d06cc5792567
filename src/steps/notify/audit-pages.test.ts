import { describe, expect, test } from 'vitest'
import type { Incident } from '../../incident/incident.ts'
import { unopened } from '../../incident/replay.ts'
import { expectedOf, lateAt, lateOf } from './audit-pages.ts'

const opened = '2026-03-02T02:58:00.000Z'
const later = (ms: number) => new Date(Date.parse(opened) + ms).toISOString()
const minute = 60_000
const nothing = { held: new Set<string>(), said: new Map<string, string>() }
const live = { isLive: true }
const is = (more: Partial<Incident> = {}): Incident => ({
  ...unopened,
  id: 'i1',
  number: 12,
  severity: 'sev2',
  status: 'open',
  openedAt: opened,
  seq: 1,
  ...more,
})
const stepped = (more: Partial<NonNullable<Incident['escalation']>> = {}) => ({
  run: 1,
  round: 0,
  step: 0,
  at: opened,
  reachedNobody: false,
  severity: 'sev2' as const,
  next: { round: 0, step: 1, dueAt: later(5 * minute), people: ['ben'] },
  ...more,
})
const call = (more: Partial<Incident['calls'][number]> = {}) => ({
  id: 'c1',
  person: 'ana',
  channel: 'ntfy',
  reason: 'you are on call',
  state: 'owed' as const,
  at: opened,
  ...more,
})
const late = (one: Incident, at: string) => lateOf(one, expectedOf(one, live), nothing, at)

describe('the auditor', () => {
  test('an incident that nobody was paged for is late after a minute, though nothing was ever owed', () => {
    expect(late(is(), later(minute))).toEqual([])
    const [found] = late(is(), later(84_000))
    expect(found).toMatchObject({ what: 'step', number: 12, lateMs: 84_000 })
    expect(found?.says).toBe('INC-12: nobody has it, and the next step of its policy is 1 min late.')
  })

  test('what wakes nobody, is watched only, taken, mitigated or over obliges to no step', () => {
    const long = later(60 * minute)
    expect(late(is({ severity: 'sev4' }), long)).toEqual([])
    expect(expectedOf(is(), { isLive: false })).toEqual([])
    expect(late(is({ status: 'mitigated' }), long)).toEqual([])
    expect(late(is({ status: 'resolved', calls: [call()] }), long)).toEqual([])
    expect(late(is({ acknowledgedBy: 'ana', until: later(90 * minute) }), long)).toEqual([])
    // Calm: nothing fires any more, and nobody is called again.
    const calm = stepped({ next: undefined, severity: undefined })
    expect(late(is({ escalation: calm, calls: [call({ state: 'handed over' })] }), long)).toEqual([])
  })

  test('the next step is due when the timeline says so, and never later than its own policy would have it', () => {
    const reached = { escalation: stepped(), calls: [call({ state: 'handed over' })] }
    expect(late(is(reached), later(6 * minute))).toEqual([])
    expect(late(is(reached), later(6 * minute + 1))).toMatchObject([{ what: 'step', dueAt: later(5 * minute) }])
    const tomorrow = stepped({ next: { round: 0, step: 1, dueAt: later(24 * 60 * minute), people: [] } })
    const steps = [0, 5 * minute].map(afterMs => ({ afterMs, notify: [{ person: 'ana' }] }))
    const policy = { slug: 'default', zone: 'UTC', steps, repeat: 0, repeatAfterMs: 5 * minute }
    expect(late(is({ ...reached, escalation: tomorrow, policy }), later(7 * minute))).toMatchObject([{ what: 'step' }])
  })

  test('a step that named somebody and called nobody is late, unless it is said that nobody can be reached', () => {
    const at = later(2 * minute)
    expect(late(is({ escalation: stepped() }), at)).toMatchObject([{ what: 'call', dueAt: opened }])
    expect(late(is({ escalation: stepped(), nobodyToCall: 'no channel' }), at)).toEqual([])
  })

  test('a page is late when no channel of its person took it, and says what the receiver said', () => {
    const owed = is({ escalation: stepped(), calls: [call()] })
    const said = new Map([['c1', '503 come back']])
    const [found] = lateOf(owed, expectedOf(owed, live), { ...nothing, said }, later(2 * minute))
    expect(found?.says).toBe('INC-12: a page is 2 min late; the receiver last said: 503 come back.')
    const byMail = call({ id: 'c2', channel: 'mail', state: 'handed over', at: later(1_000) })
    expect(late({ ...owed, calls: [call(), byMail] }, later(2 * minute))).toEqual([])
    const heldBack = { ...nothing, held: new Set(['c1']) }
    expect(lateOf(owed, expectedOf(owed, live), heldBack, later(2 * minute))).toEqual([])
    expect(late({ ...owed, calls: [call({ dueAt: later(3 * minute) })] }, later(2 * minute))).toEqual([])
    expect(late({ ...owed, acknowledgedBy: 'ben', until: later(30 * minute) }, later(2 * minute))).toEqual([])
  })

  test('a quiet that ended has to end in a page', () => {
    const taken = is({ acknowledgedBy: 'ana', until: later(30 * minute) })
    expect(late(taken, later(31 * minute))).toEqual([])
    expect(late(taken, later(31 * minute + 1))).toMatchObject([{ what: 'quiet' }])
  })

  test('nothing has to be looked at again before something can be late', () => {
    expect(lateAt(expectedOf(is(), live))).toBe(Date.parse(opened) + minute)
    expect(lateAt([])).toBeUndefined()
  })
})

test('what a silence holds is not late before its end, nor before calling went on; who is asked for by hand is', () => {
  const escalation = stepped()
  const calls = [call({ state: 'handed over' })]
  const held = { silence: 's', kind: 'silence', reason: '', createdBy: 'Ben', until: later(60 * minute) } as const
  expect(late(is({ escalation, calls, held }), later(30 * minute))).toEqual([])
  expect(late(is({ escalation, calls, held }), later(62 * minute))).toMatchObject([
    { what: 'step', lateMs: 2 * minute },
  ])
  expect(late(is({ escalation, calls, resumedAt: later(30 * minute) }), later(30.5 * minute))).toEqual([])
  const asked = call({ id: 'c2', person: 'cem', askedFor: true })
  expect(late(is({ escalation, calls: [...calls, asked], held }), later(30 * minute))).toMatchObject([{ id: 'c2' }])
})
