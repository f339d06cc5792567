import { expect, it } from 'vitest'
import type { Entry } from './entry.ts'
import { entrySentence } from './entry-sentence.ts'
import type { EventData, EventType } from './events.ts'
import type { Incident } from './incident.ts'
import { replay } from './replay.ts'

const proposed = {
  change: 'c1',
  ref: 'C1',
  what: 'repair orders',
  intent: 'fix',
  kind: 'complex',
  touches: ['pg:shop/shop/orders'],
  commands: ['psql -f fix.sql'],
} as const
const whole = { ...proposed, touches: [...proposed.touches], commands: [...proposed.commands] }
const copying = { backup: 'b1', driver: 'postgres', touches: ['pg:shop'] }
const proven = {
  ...copying,
  level: 'L3',
  covers: ['pg:shop'],
  takenAt: minute(2),
  verifiedAt: minute(3),
  digest: 'd',
  bytes: 10,
  location: '/copies/b1',
  proof: '1 table, 2 rows equal',
  restore: 'fireline put-back B1',
  durationMs: 60_000,
} as const
const shown = {
  prints: [{ name: 'orders', count: 2, print: 'ab' }],
  point: { at: minute(2), system: '7' },
  built: ['orders_pkey'],
  notProven: ['owners'],
}

it('names copies B1 and B2, those of an older Fireline as well, and keeps what one proves', () => {
  const is = replay([
    said(1, 'BackupStarted', { ...copying, change: 'c1' }),
    said(2, 'BackupStarted', { ...copying, backup: 'b2', kind: 'full', wanted: 'L3', resource: 'shop', host: 'db-1' }),
    said(3, 'BackupVerified', { ...proven, covers: ['pg:shop'], backup: 'b2', ...shown }),
    said(4, 'BackupFailed', {
      backup: 'b1',
      change: 'c1',
      driver: 'postgres',
      reason: 'stopped by Ana',
      stopped: true,
    }),
  ])
  expect(is.backups).toMatchObject([
    { ref: 'B1', change: 'c1', state: 'failed', reason: 'stopped by Ana', stopped: true },
    { ref: 'B2', kind: 'full', wanted: 'L3', level: 'L3', resource: 'shop', host: 'db-1', state: 'verified', ...shown },
  ])
  expect(is.backups[1]).not.toHaveProperty('change')
})

it('remembers that a copy is gone, and that it was put back', () => {
  const is = replay([
    said(1, 'BackupStarted', copying),
    said(2, 'CopyPutBack', { backup: 'b1', into: 'shop_restored', beside: true, rows: 2, equal: true }),
    said(3, 'CopiesExpired', { backups: ['b1', 'b9'], why: 'age' }),
  ])
  expect(is.backups).toMatchObject([
    {
      putBack: [{ into: 'shop_restored', beside: true, rows: 2, equal: true, by: 'Mira', at: minute(2) }],
      expired: { why: 'age', at: minute(3) },
    },
  ])
})

it('knows what may run, whether it changed what was saved, and what became of things since', () => {
  const looked = { change: 'c1', verdict: 'worse', lines: ['Orders fail.'] } as const
  const is = replay([
    said(1, 'ChangeProposed', whole),
    said(2, 'ChangeStarted', { change: 'c1', how: 'in-terminal', plan: 'p' }),
    said(3, 'RowsDiffer', { change: 'c1', saved: 137, ran: 140 }),
    said(4, 'ChangeLooked', { ...looked, lines: [], verdict: 'same', afterMs: 30_000 }),
    said(5, 'ChangeLooked', { ...looked, lines: ['Orders fail.'], afterMs: 120_000 }),
  ])
  expect(is.changes[0]).toMatchObject({
    plan: 'p',
    rowsDiffer: { saved: 137, ran: 140 },
    looks: [
      { verdict: 'same', lines: [], afterMs: 30_000, at: minute(4) },
      { verdict: 'worse', lines: ['Orders fail.'], afterMs: 120_000, at: minute(5) },
    ],
  })
})

it('lists what changed data without a copy', () => {
  const typed = { command: 'x7', terminal: 't1', host: 'db-1', touches: ['pg:shop'], what: 'UPDATE writes to orders' }
  const is = replay([said(1, 'ChangedWithoutCopy', typed)])
  expect(is.withoutCopy).toEqual([{ ...typed, by: 'Mira', at: minute(1) }])
})

const begun = { shift: 'm1', ref: 'X1', standBy: 'shop-b', share: 100, wayBack: ['set server web/stand weight 0'] }

it('moves traffic by a canary first, and it is moved when what is wanted is there', () => {
  const checks = [{ what: 'health', ok: true, says: '5 looks went well' } as const]
  const canary = replay([
    said(1, 'StandByOffered', { standBy: 'shop-b', provenAt: minute(0) }),
    said(2, 'TrafficStarted', begun),
    said(3, 'TrafficChecked', { shift: 'm1', checks }),
    said(4, 'TrafficShifted', { shift: 'm1', share: 5, observed: 5.3, tookMs: 900 }),
  ])
  expect(canary.standByOffered).toEqual({ standBy: 'shop-b', provenAt: minute(0), at: minute(1) })
  const { shift: id, ...rest } = begun
  expect(canary.shifts).toEqual([{ id, ...rest, checks, state: 'moving', observed: 5.3, by: 'Mira', at: minute(2) }])
  const moved = replay([said(5, 'TrafficShifted', { shift: 'm1', share: 100, observed: 99.8, tookMs: 900 })], canary)
  expect(moved.shifts).toMatchObject([{ state: 'moved', observed: 99.8, movedAt: minute(5) }])
})

it('takes traffic back after it was announced, unless somebody holds it', () => {
  const announced = { shift: 'm1', why: '8 % of requests fail', effectiveAt: minute(3) }
  const is = replay([said(1, 'TrafficStarted', begun), said(2, 'WayBackAnnounced', announced)])
  expect(is.shifts?.[0]?.announced).toEqual({ why: announced.why, effectiveAt: minute(3) })
  const held = replay([said(3, 'WayBackHeld', { shift: 'm1', reason: 'the old one is worse' })], is)
  expect(held.shifts?.[0]).toMatchObject({
    announced: undefined,
    held: { by: 'Mira', reason: 'the old one is worse', at: minute(3) },
  })
  const back = { shift: 'm1', how: 'automatic', why: announced.why, observed: 0, tookMs: 400 } as const
  const reverted = replay([said(3, 'TrafficReverted', back)], is)
  expect(reverted.shifts?.[0]).toMatchObject({ state: 'reverted', how: 'automatic', observed: 0, announced: undefined })
  const failed = replay([said(3, 'TrafficFailed', { shift: 'm1', reason: 'the proxy does not answer' })], is)
  expect(failed.shifts?.[0]).toMatchObject({ state: 'failed', why: 'the proxy does not answer', endedAt: minute(3) })
})

it.each<[string, Entry]>([
  ['Mira put B1 back into shop_restored', said(9, 'CopyPutBack', { backup: 'b1', into: 'shop_restored' })],
  [
    'C1 changed 136 rows, and 137 were saved: 1 was gone or changed before',
    said(9, 'RowsDiffer', { change: 'c1', saved: 137, ran: 136 }),
  ],
  ['2 copies expired', said(9, 'CopiesExpired', { backups: ['b1', 'b2'], why: 'age' })],
  [
    'C1 changed 140 rows, and 137 were saved: 3 are in no copy',
    said(9, 'RowsDiffer', { change: 'c1', saved: 137, ran: 140 }),
  ],
  [
    'Since C1: worse. Orders fail.',
    said(9, 'ChangeLooked', { change: 'c1', afterMs: 1, verdict: 'worse', lines: ['Orders fail.'] }),
  ],
  ['Mira moves traffic, X1: 100 % to shop-b', said(9, 'TrafficStarted', begun)],
  [
    'X1: the stand-by is older',
    said(9, 'TrafficChecked', { shift: 'm1', checks: [{ what: 'build', ok: false, says: 'the stand-by is older' }] }),
  ],
  [
    'X1: 99.8 % of the traffic is there',
    said(9, 'TrafficShifted', { shift: 'm1', share: 100, observed: 99.8, tookMs: 1 }),
  ],
  ['Mira holds the way back of X1: look first', said(9, 'WayBackHeld', { shift: 'm1', reason: 'look first' })],
  ['X1 was taken back', said(9, 'TrafficReverted', { shift: 'm1', how: 'person', observed: 0, tookMs: 1 })],
])('says “%s”', (says, entry) => {
  const is = replay([
    said(1, 'ChangeProposed', whole),
    said(1, 'BackupStarted', copying),
    said(1, 'TrafficStarted', begun),
  ])
  expect(told(entry, is)).toBe(says)
})

function told(entry: Entry, is: Incident): string {
  const { says } = entrySentence(entry, { is, nameOf: person => person })
  return says.map(piece => (typeof piece === 'string' ? piece : Object.values(piece).join(''))).join('')
}

function minute(n: number): string {
  return new Date(Date.UTC(2026, 10, 12, 3, n)).toISOString()
}

function said<T extends EventType>(n: number, type: T, data: EventData[T]): Entry {
  const by = { kind: 'person', id: 'mira', name: 'Mira' }
  return { id: `x${n}`, incident: 'i', seq: n, at: minute(n), by, type, v: 1, data } as unknown as Entry
}
