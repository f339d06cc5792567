import { expect, it } from 'vitest'
import { at, story, types } from '../../../test/change-story.ts'

const standBy = (slug: string, provenAt?: string, offerAfterMinutes = 15) =>
  [slug, { slug, service: 'shop', driver: 'haproxy', offerAfterMinutes, ...(provenAt && { provenAt }) }] as const

function burning(...standBys: (readonly [string, ReturnType<typeof standBy>[1]])[]) {
  const given = story()
  given.happened('IncidentOpened', { number: 1, title: 'No carts', severity: 'sev1', service: 'shop' } as never)
  for (const [slug, one] of standBys) given.known.standBys.set(slug, one)
  given.clock('03:15:00')
  return { ...given, offer: () => given.ask('Fireline', 'offer-stand-by', {}) }
}

it('is offered after its minutes, with when it was last proven, and once', () => {
  const given = burning(standBy('spare', at('02:00:00')))
  given.clock('03:14:59')
  expect(given.offer()).toEqual([])
  given.clock('03:15:00')
  expect(given.offer()).toMatchObject([
    { type: 'StandByOffered', data: { standBy: 'spare', provenAt: at('02:00:00') } },
  ])
  expect(given.offer()).toEqual([])
})

it('of several it is the one that was proven last, of those whose time has come', () => {
  const given = burning(standBy('never'), standBy('old', at('01:00:00')), standBy('later', at('02:00:00'), 30))
  expect(given.offer()).toMatchObject([{ data: { standBy: 'old' } }])
})

it('one that another incident has traffic on is not offered', () => {
  const given = burning(standBy('spare'), standBy('taken', at('02:00:00')))
  Object.assign(given.known.standBys.get('taken') ?? {}, { moving: { incident: 'INC-7', shift: 'x' } })
  expect(given.offer()).toMatchObject([{ data: { standBy: 'spare' } }])
})

it('one that was never proven is offered all the same, and says nothing of a proof', () => {
  expect(burning(standBy('spare')).offer()).toMatchObject([{ data: { standBy: 'spare' } }])
})

it('nothing is offered without a stand-by, once users no longer hurt, once a mitigation worked, or in a drill', () => {
  expect(burning().offer()).toEqual([])
  const mitigated = burning(standBy('spare'))
  mitigated.happened('Mitigated', {})
  expect(mitigated.offer()).toEqual([])
  const worked = burning(standBy('spare'))
  worked.propose({ kind: 'simple' })
  worked.happened('ChangeApplied', { change: worked.is().changes[0]?.id ?? '' } as never)
  expect(types(worked.ask('Ana', 'verify-change', { change: 'C1' }))).toBe('ChangeVerified')
  expect(worked.offer()).toEqual([])
  const drill = burning(standBy('spare'))
  drill.happened('IncidentOpened', { number: 1, title: 'x', severity: 'sev1', service: 'shop', drill: true } as never)
  expect(drill.offer()).toEqual([])
})

it('nothing is offered once traffic was moved, wherever it is now', () => {
  const given = burning(standBy('spare'))
  const shift = '01999999-0000-7000-8000-000000000001'
  given.happened('TrafficStarted', { shift, ref: 'X1', standBy: 'spare', share: 100, wayBack: [] })
  given.happened('TrafficReverted', { shift, how: 'person', observed: 0, tookMs: 1 })
  expect(given.offer()).toEqual([])
})
