import { expect, it } from 'vitest'
import type { Incident, Shift } from '../incident/incident.ts'
import { dryText, shiftLines, standByLines, wayLines } from './traffic-words.ts'

const at = '2026-11-12T03:21:00.000Z'
const standBy = { slug: 'shop-b', service: 'shop', driver: 'haproxy', offerAfterMinutes: 15, updatedAt: at }
const moved: Shift = {
  id: 'x',
  ref: 'X1',
  standBy: 'shop-b',
  share: 100,
  observed: 99.84,
  wayBack: [],
  state: 'moved',
  checks: [{ what: 'health', ok: true, says: 'spare was well.' }],
  by: 'Ana',
  at,
  movedAt: at,
}

it('a line a stand-by says when it was last proven, or why not; below it where traffic is now', () => {
  const all = [
    { ...standBy, provenAt: '2026-11-10T03:21:00.000Z', proof: 'was well.' },
    { ...standBy, slug: 'b', proof: 'It is down.' },
  ]
  const is = { number: 12, shifts: [moved] } as unknown as Incident
  expect(standByLines(all, [is], at)).toEqual([
    'shop-b  for shop, by haproxy, last proven 2 days ago',
    'b       for shop, by haproxy, never proven: It is down.',
    'INC-12  traffic is 99.8 % on shop-b since 03:21 UTC',
  ])
  expect(standByLines([], [], at)).toEqual(['No stand-by is named. Settings, Stand-bys is where it is.'])
})

it('a dry run says each command and the way back, and that nothing was sent', () => {
  const step = { says: 'spare takes requests', command: 'set server app/spare state ready' }
  const servers = [{ name: 'spare', address: '10.0.0.9:80', state: 'drain' }]
  expect(dryText({ steps: [step], wayBack: [step], servers, cuts: 'no request is cut' })).toEqual([
    'Nothing was sent. Now: spare drain.',
    'Would be sent:',
    '  set server app/spare state ready    # spare takes requests',
    'The way back:',
    '  set server app/spare state ready    # spare takes requests',
    'No request is cut.',
  ])
})

it('a move tells its checks, the share that was counted, and how it ended', () => {
  expect(shiftLines(moved)).toEqual([
    'X1: 100 % to shop-b',
    '✓ spare was well.',
    'X1: 99.8 % of the traffic is on shop-b',
  ])
  const announced = { why: 'Errors.', effectiveAt: at }
  expect(shiftLines({ ...moved, announced })).toContain('X1 goes back by itself: Errors.')
  expect(shiftLines({ ...moved, state: 'reverted', why: 'It is down.' })).toContain('X1 was taken back: It is down.')
  const no = { ...moved, state: 'failed' as const, why: 'Another build.', checks: [{ ...moved.checks[0], ok: false }] }
  expect(shiftLines(no as Shift).slice(-2)).toEqual(['✗ spare was well.', 'X1 failed: Another build.'])
})

it('after a look that failed it says what to type, and no reason where none goes past', () => {
  const failed = { ...moved, state: 'failed' as const }
  expect(wayLines({ ...failed, code: 'stand-by-not-ready' }).at(-1)).toBe(
    "All the same: fireline traffic move shop-b --despite 'why'",
  )
  expect(wayLines({ ...failed, code: 'two-primaries' }).join()).not.toContain('--despite')
  expect([...wayLines(failed), ...wayLines(moved)]).toEqual([])
  const paste = 'server web1 10.0.0.5:80 weight 0\nserver stand 10.0.0.9:80 weight 100'
  expect(wayLines({ ...moved, paste })).toEqual([
    'A reload of the proxy forgets it, unless this is pasted:',
    '  server web1 10.0.0.5:80 weight 0',
    '  server stand 10.0.0.9:80 weight 100',
  ])
  expect(shiftLines({ ...moved, checks: [{ what: 'build', ok: true, says: 'Not asked.', notAsked: true }] })).toContain(
    '- Not asked.',
  )
})
