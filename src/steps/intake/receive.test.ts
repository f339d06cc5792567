import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Alert } from '../../alert/alert.ts'
import { type HeldResolve, holdMs, isEndedBy, type KnownAlert, whatBecomes } from './receive.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 31, 2) + seconds * 1_000).toISOString()
const alert = (status: Alert['status'], startedAt: string, endedAt?: string): Alert => ({
  fingerprint: 'f',
  status,
  title: 'it burns',
  severity: 'critical',
  labels: {},
  annotations: {},
  startedAt,
  endedAt,
})
const firing = (startedAt = at(0)) => alert('firing', startedAt)
const resolved = (endedAt = at(60), startedAt = at(0)) => alert('resolved', startedAt, endedAt)

/** The applier in small: one alert, its held resolve, and every incident that it opened. */
function play(events: { alert: Alert; heardAt: string }[]) {
  let row: KnownAlert | undefined
  let held: HeldResolve | undefined
  const incidents: { isOpen: boolean }[] = []
  for (const { alert: event, heardAt } of events) {
    const becomes = whatBecomes(row, event, heardAt)
    if (becomes === 'held') held = { endedAt: event.endedAt ?? heardAt, heardAt }
    if (becomes === 'recovers' && row) {
      row = { ...row, status: 'resolved', endedAt: event.endedAt ?? heardAt, endHeardAt: heardAt }
      incidents.forEach(incident => Object.assign(incident, { isOpen: false }))
    }
    if (becomes === 'repeats' && row?.status === 'firing' && row.firedAt < event.startedAt)
      row = { ...row, firedAt: event.startedAt }
    if (becomes !== 'fires') continue
    if (!incidents.some(incident => incident.isOpen)) incidents.push({ isOpen: true })
    row = { status: 'firing', severity: event.severity, firedAt: event.startedAt, incident: 'i' }
    if (!isEndedBy(event, held, heardAt) || !held) continue
    row = { ...row, status: 'resolved', endedAt: held.endedAt, endHeardAt: heardAt }
    incidents.forEach(incident => Object.assign(incident, { isOpen: false }))
  }
  return { status: row?.status, opened: incidents.length, open: incidents.filter(incident => incident.isOpen).length }
}

/** Each event at least once, in any order, within a minute. */
const doubledAndShuffled = <T>(events: readonly T[]) =>
  fc
    .array(fc.constantFrom(...events), { maxLength: 8 })
    .chain(more => fc.shuffledSubarray([...events, ...more], { minLength: events.length + more.length }))

const heard = (events: Alert[]) => events.map((event, i) => ({ alert: event, heardAt: at(70 + i) }))

test('a firing and its recovery, doubled and in any order, are one incident that is over', () => {
  fc.assert(
    fc.property(doubledAndShuffled([firing(), resolved()]), events => {
      expect(play(heard(events))).toEqual({ status: 'resolved', opened: 1, open: 0 })
    }),
    { numRuns: 1_000 },
  )
})

test('a firing told any number of times is one incident that is open', () => {
  fc.assert(
    fc.property(doubledAndShuffled([firing()]), events => {
      expect(play(heard(events))).toEqual({ status: 'firing', opened: 1, open: 1 })
    }),
  )
})

test('whatever comes in whatever order, an alert that fired again after its last end fires', () => {
  fc.assert(
    fc.property(doubledAndShuffled([firing(), resolved(), firing(at(65))]), events => {
      expect(play(heard(events))).toMatchObject({ status: 'firing', open: 1 })
    }),
    { numRuns: 1_000 },
  )
})

test('a resolve waits for its trigger for 60 s, and not for a later one', () => {
  const held = { endedAt: at(60), heardAt: at(70) }
  expect(isEndedBy(firing(), held, at(70 + holdMs / 1_000))).toBe(true)
  expect(isEndedBy(firing(), held, at(71 + holdMs / 1_000))).toBe(false)
  expect(isEndedBy(firing(at(61)), held, at(75))).toBe(false)
  expect(isEndedBy(firing(), undefined, at(75))).toBe(false)
})

test('what was resolved by a person is not opened again by a late copy, only by a new firing or a long one', () => {
  const was: KnownAlert = {
    status: 'firing',
    severity: 'critical',
    firedAt: at(0),
    incident: 'i',
    incidentResolvedAt: at(100),
  }
  expect(whatBecomes(was, firing(), at(120))).toBe('late')
  expect(whatBecomes(was, firing(at(110)), at(120))).toBe('fires')
  expect(whatBecomes(was, firing(), at(100 + 301))).toBe('fires')
})

test('over because its sender fell silent, it fires again once it is told to last longer; an explicit end stays', () => {
  const lasting = (until: string): Alert => ({ ...firing(), expiresAt: until })
  const silent: KnownAlert = {
    status: 'resolved',
    severity: 'critical',
    firedAt: at(0),
    endedAt: at(300),
    endHeardAt: at(305),
  }
  expect(whatBecomes({ ...silent, expiresAt: at(300) }, lasting(at(301)), at(310))).toBe('fires')
  expect(whatBecomes({ ...silent, expiresAt: at(300) }, lasting(at(300)), at(310))).toBe('late')
  expect(whatBecomes({ ...silent, expiresAt: at(400) }, lasting(at(500)), at(310))).toBe('late')
})

test('an alert that is only listed opens nothing until it gets worse', () => {
  const was: KnownAlert = { status: 'firing', severity: 'info', firedAt: at(0) }
  expect(whatBecomes(was, { ...firing(), severity: 'info' }, at(1))).toBe('repeats')
  expect(whatBecomes(was, firing(), at(1))).toBe('fires')
})
