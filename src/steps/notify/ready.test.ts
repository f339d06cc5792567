import { expect, test } from 'vitest'
import { type BeforeTheFire, type Called, type HoldsData, readyFor } from './ready.ts'

const at = '2026-03-01T12:00:00.000Z'
const ana: Called = { name: 'Ana', channels: ['ntfy', 'mail'], answeredAt: '2026-02-17T12:00:00.000Z' }
const ben: Called = { name: 'Ben', channels: ['telegram'], answeredAt: '2025-11-20T12:00:00.000Z' }
const ready: BeforeTheFire = { owner: 'web', first: [ana], others: [ben], alerts: { kinds: 3, withPage: 3 } }
const tick = (what: string, more: Partial<BeforeTheFire> = {}) =>
  readyFor({ ...ready, ...more }, at).find(one => one.what === what)

test('a service that has everything has a tick for each, and says by what', () => {
  expect(readyFor(ready, at).map(({ is, says }) => `${is}: ${says}`)).toEqual([
    'yes: web',
    'yes: Ana by ntfy',
    'yes: Ana answered 12 days ago.',
    'yes: The runbook has a page for 3 of its 3 kinds of alert.',
  ])
})

test('who has no channel, or only mail, is not woken, whoever else is', () => {
  expect(tick('on call', { first: [{ name: 'Carl', channels: [] }] })).toMatchObject({
    is: 'no',
    says: 'Carl has no channel: a step that means them passes them by.',
  })
  expect(tick('on call', { first: [ana, { name: 'Carl', channels: ['mail'] }] })).toMatchObject({
    is: 'no',
    says: 'Carl is paged by mail only, and that wakes nobody. ntfy or Telegram on their phone may.',
  })
  expect(tick('on call', { others: [{ name: 'Carl', channels: ['mail'] }] })).toMatchObject({ is: 'partly' })
  expect(tick('on call', { first: [] })).toMatchObject({ is: 'no', says: 'Nobody is on call for it now.' })
})

test('a last channel that wakes nobody is told beside the tick', () => {
  expect(tick('on call')?.notes).toEqual([
    'When nothing else gets through to Ana, mail is what is left, and that wakes nobody.',
  ])
  expect(tick('on call', { first: [ben] })?.notes).toBeUndefined()
})

test('a page is proven by an answer of the last 90 days, from everybody who is called first', () => {
  const stale = 'Ben answered no page in 90 days. Send a test: Settings, Me.'
  expect(tick('page proven', { first: [ben] })).toMatchObject({ is: 'no', says: stale })
  expect(tick('page proven', { first: [ana, ben] })).toMatchObject({ is: 'partly', says: stale })
  expect(tick('page proven', { first: [{ ...ben, answeredAt: undefined }] })).toMatchObject({ is: 'no' })
  expect(tick('page proven', { first: [] })).toMatchObject({ is: 'no' })
  expect(tick('page proven', { first: [{ ...ana, answeredAt: '2026-02-28T11:00:00Z' }] })?.says).toBe(
    'Ana answered 1 day ago.',
  )
})

test('no owner, no alert so far, and alerts without a page are said as what they are', () => {
  expect(tick('owner', { owner: undefined })?.is).toBe('no')
  expect(tick('alerts with a page', { alerts: { kinds: 0, withPage: 0 } })?.is).toBe('partly')
  expect(tick('alerts with a page', { alerts: { kinds: 4, withPage: 1 } })?.is).toBe('partly')
  expect(tick('alerts with a page', { alerts: { kinds: 4, withPage: 0 } })?.is).toBe('no')
})

test('a proven backup is asked of a service that something is named for, each with its own last proof', () => {
  const backup = (...data: HoldsData[]) => tick('proven backup', { data })
  expect(backup()).toBeUndefined()
  const shop = { resource: 'shop', provenAt: '2026-03-01T02:00:00.000Z', level: 'L3' }
  expect(backup(shop)).toEqual({
    what: 'proven backup',
    is: 'yes',
    says: 'shop: L3 on 2026-03-01 02:00 UTC, 10 h ago.',
  })
  const old = { resource: 'stock', provenAt: '2026-02-24T12:00:00.000Z', level: 'L2' }
  expect(backup(shop, old)).toMatchObject({
    is: 'partly',
    says: 'shop: L3 on 2026-03-01 02:00 UTC, 10 h ago. stock: L2 on 2026-02-24 12:00 UTC, 5 days ago.',
  })
  expect(backup({ ...old, failedAt: '2026-02-28T12:00:00.000Z', why: 'No room.' })).toMatchObject({
    is: 'no',
    says: 'stock: L2 on 2026-02-24 12:00 UTC, 5 days ago. The last try failed: No room.',
  })
  expect(backup({ resource: 'new' })).toMatchObject({
    is: 'no',
    says: 'new: never proven. fireline rehearse new does it now.',
  })
})

test('a stand-by is asked of a service that one is named for, and is proven by a look of the last 8 days', () => {
  const standBy = (...standBys: BeforeTheFire['standBys'] & object) => tick('stand-by', { standBys })
  expect(standBy()).toBeUndefined()
  const good = { slug: 'shop-b', provenAt: '2026-02-24T12:00:00.000Z', proof: 'was well.' }
  expect(standBy(good)).toMatchObject({ is: 'yes', says: 'shop-b: proven 5 days ago.' })
  expect(standBy(good, { slug: 'edge', proof: 'It is down.' })).toMatchObject({
    is: 'partly',
    says: 'shop-b: proven 5 days ago. edge: not proven. It is down.',
  })
  expect(standBy({ ...good, provenAt: '2026-02-21T12:00:00.000Z' })).toMatchObject({
    is: 'no',
    says: 'shop-b: last proven 8 days ago. Prove it anew: Settings, Stand-bys.',
  })
  expect(standBy({ slug: 'shop-b' })).toMatchObject({ is: 'no', says: expect.stringContaining('never proven') })
})

test('every other way to copy it says its own last proof', () => {
  const shop = { resource: 'shop', provenAt: '2026-03-01T02:00:00.000Z', level: 'L3' }
  const also = [{ driver: 'basebackup', level: 'L2', provenAt: '2026-02-20T12:00:00.000Z' }]
  expect(tick('proven backup', { data: [{ ...shop, also }] })?.says).toBe(
    'shop: L3 on 2026-03-01 02:00 UTC, 10 h ago. By basebackup L2 on 2026-02-20 12:00 UTC, 9 days ago.',
  )
})

test('what takes too long in an incident says so beside its proof', () => {
  const dear = { resource: 'shop', provenAt: '2026-03-01T02:00:00.000Z', level: 'L3', affords: 'L3 takes 41 min.' }
  expect(tick('proven backup', { data: [dear] })?.says).toContain('10 h ago. L3 takes 41 min.')
})

test('drilled is asked where there ever was a drill: its own within 90 days, or in part somebody else’s', () => {
  const [lately, long] = ['2026-02-20T12:00:00.000Z', '2025-10-01T12:00:00.000Z']
  const drilled = (known: BeforeTheFire['drilled']) => tick('drilled', { ...(known && { drilled: known }) })
  const on = (service: string, at: string) => ({ service, at })
  expect(drilled(undefined)).toBeUndefined()
  expect(drilled({ last: on('a', lately), own: on('a', lately) })).toMatchObject({
    is: 'yes',
    says: 'On a, 9 days ago.',
  })
  expect(drilled({ last: on('b', lately), own: on('a', long) })?.is).toBe('partly')
  expect(drilled({ last: on('b', lately) })?.says).toContain('Name its service of the environment drill as the twin')
  expect(drilled({ last: on('b', long) })?.is).toBe('no')
})
