import { describe, expect, test } from 'vitest'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import type { Sent } from '../fakes/ledger.ts'
import { checkPages } from './page-checker.ts'
import type { Told } from './told.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 2, 2, 58, seconds)).toISOString()

interface Line {
  type: string
  at: string
  data: object
}

/** Ana is paged at once and Ben a minute later, each page is taken a second after it was owed. */
const steps = (): Line[] => [
  {
    type: 'EscalationStepped',
    at: at(0),
    data: { round: 0, step: 0, people: ['ana'], next: { round: 0, step: 1, dueAt: at(60) } },
  },
  { type: 'CallOwed', at: at(0), data: { call: 'a', person: 'ana', round: 0, step: 0 } },
  { type: 'CallHandedOver', at: at(1), data: { call: 'a' } },
  { type: 'EscalationStepped', at: at(60), data: { round: 0, step: 1, people: ['ben'] } },
  { type: 'CallOwed', at: at(60), data: { call: 'b', person: 'ben', round: 0, step: 1 } },
  { type: 'CallHandedOver', at: at(61), data: { call: 'b' } },
]

const told = (entries: Line[]): Told[] => [
  { is: { number: 7, openedAt: at(0) } as Incident, entries: entries as unknown as Entry[] },
]
const mail = (call: string, body = 'Checkout fails') =>
  ({ to: `${call}@example.org`, body, headers: { 'message-id': `<call-${call}@fireline>` } }) as unknown as Sent
const both = [mail('a'), mail('b')]
const repeat = 'This may be a repeat: we could not tell whether it arrived.'

const troubles = (entries: Line[], sent: Sent[] = both, may = { beLateMs: 5_000, copies: 0 }) =>
  checkPages(told(entries), sent, may).troubles
const without = (n: number) => steps().toSpliced(n, 1)
const later = (n: number, seconds: number) => {
  const all = steps()
  return all.with(n, { ...all[n], at: at(seconds) } as Line)
}

describe('whoever decides that a campaign was clean', () => {
  test('finds nothing in a history in which all is as promised, and counts it', () => {
    const { troubles: found, ...counted } = checkPages(told(steps()), both, { beLateMs: 5_000, copies: 0 })
    expect(found).toEqual([])
    expect(counted).toEqual({ incidents: 1, steps: 2, pages: 2, copies: 0, latestStepMs: 0, latestPageMs: 1_000 })
  })

  test('finds a page that was lost: never handed over, or said to be and nobody got it', () => {
    expect(troubles(without(5))).toEqual(['INC-7: page b was handed over 0 times, as the timeline says'])
    expect(troubles(steps(), [mail('a')])).toEqual(['INC-7: page b is said to have left and did not'])
    const failed = { type: 'CallFailed', at: at(61), data: { call: 'b', answer: '550 no' } }
    expect(troubles([...without(5), failed])).toContain('INC-7: page b failed: 550 no')
  })

  test('finds a page that was lost before it was one: a step that never came, and one that owed nothing', () => {
    const ended = { type: 'Resolved', at: at(90), data: {} }
    const never = `INC-7: round 0, step 1 was due at ${at(60)} and never came`
    expect(troubles([...steps().slice(0, 3), ended], [mail('a')])).toEqual([never])
    expect(troubles([...steps().slice(0, 3), { ...ended, at: at(64) }], [mail('a')])).toEqual([])
    const owedNothing = steps().slice(0, 4)
    expect(troubles(owedNothing, [mail('a')])).toEqual(['INC-7: round 0, step 1 names ben, and no page is owed'])
  })

  test('lets a page go that nobody needed any more', () => {
    const moot = { type: 'CallFailed', at: at(61), data: { call: 'b', answer: 'over', moot: true } }
    expect(troubles([...without(5), moot], [mail('a')])).toEqual([])
  })

  test('finds a page that left twice where no fault explains it, and a copy that does not say so', () => {
    const twice = [...both, mail('b', repeat)]
    expect(troubles(steps(), twice)).toEqual(['1 copies, and the faults explain 0'])
    expect(troubles(steps(), twice, { beLateMs: 5_000, copies: 1 })).toEqual([])
    expect(troubles(steps(), [...twice, mail('b', repeat)], { beLateMs: 5_000, copies: 1 })).toEqual([
      '2 copies, and the faults explain 1',
    ])
    expect(troubles(steps(), [...both, mail('b')], { beLateMs: 5_000, copies: 1 })).toEqual([
      'of the copies to b@example.org more than one says nothing',
    ])
  })

  test('finds a page that is said twice to have left, and one that nobody owed', () => {
    const all = steps()
    expect(troubles([...all, ...all.slice(5)])).toEqual(['INC-7: page b was handed over 2 times, as the timeline says'])
    expect(troubles(all, [...both, mail('z')])).toEqual(['page z left and was not owed'])
  })

  test('finds a step that came twice, that was skipped, or before its turn', () => {
    const all = steps()
    expect(troubles([...all.slice(0, 4), ...all.slice(3)])).toContain(
      'INC-7: round 0, step 1 came where nothing was next',
    )
    expect(troubles(without(0))).toContain('INC-7: round 0, step 1 came where round 0, step 0 was next')
    const [first, , , second] = all as [Line, Line, Line, Line]
    const swapped = all.with(0, { ...second, at: at(0) }).with(3, { ...first, at: at(60) })
    expect(troubles(swapped)).toContain('INC-7: round 0, step 1 came where round 0, step 0 was next')
  })

  test('finds what came late, and what came before its time', () => {
    expect(troubles(later(3, 66))).toEqual(['a step came 6000 ms late'])
    expect(troubles(later(3, 65))).toEqual([])
    expect(troubles(later(3, 59))).toEqual(['a step came before its time'])
    expect(troubles(later(5, 66))).toEqual(['a page left 6000 ms after it was owed'])
  })

  test('counts how late a page is from when it was due, not from when its quiet began', () => {
    const all = steps()
    const quiet = { ...all[4], data: { ...all[4]?.data, dueAt: at(300) } } as Line
    expect(troubles(all.with(4, quiet).with(5, { ...all[5], at: at(301) } as Line))).toEqual([])
  })
})
