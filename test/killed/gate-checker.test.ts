import { expect, it } from 'vitest'
import type { Entry } from '../../src/incident/entry.ts'
import type { EventData, EventType } from '../../src/incident/events.ts'
import { checkGate, type GateRound } from './gate-checker.ts'

const at = '2026-03-01T09:00:00.000Z'
const ok = (n: number) => ({ command: `command ${n}`, exitCode: 0 })
const doubt = 'Fireline stopped while "command 2" ran: it is not known whether it ran, or runs still.'

function told(...events: [EventType, object][]): GateRound['told'] {
  const entries = events.map(([type, data], n) => ({ seq: n + 1, at, type, data }) as unknown as Entry)
  return { entries } as GateRound['told']
}

const proposed: [EventType, object] = ['ChangeProposed', { change: 'C', touches: ['dir:/etc/shop'] }]
const copying: [EventType, object] = ['BackupStarted', { backup: 'B' }]
const proven = (more: Partial<EventData['BackupVerified']> = {}): [EventType, object] => [
  'BackupVerified',
  { backup: 'B', level: 'L3', covers: ['dir:/etc/shop'], takenAt: at, digest: 'd', ...more },
]
const started: [EventType, object] = ['ChangeStarted', { change: 'C', backup: 'B' }]
const applied: [EventType, object] = ['ChangeApplied', { change: 'C', results: [ok(1), ok(2)] }]
const failed = (reason: string, ...results: object[]): [EventType, object] => [
  'ChangeFailed',
  { change: 'C', results, reason },
]

const good: GateRound = {
  name: 'it',
  told: told(proposed, copying, proven(), started, applied),
  commands: 2,
  ran: ['1', '2'],
  disk: { B: { 'sealed.copy': 'd' } },
}
const troubles = (round: Partial<GateRound>) => checkGate([{ ...good, ...round }]).troubles

it.for<[string, Partial<GateRound>]>([
  ['applied', {}],
  ['half done', { told: told(proposed, copying, proven(), started, failed('Half done: 1 of 2', ok(1))), ran: ['1'] }],
  ['in doubt, and it ran', { told: told(proposed, copying, proven(), started, failed(doubt, ok(1))) }],
  [
    'in doubt, and it did not run',
    { told: told(proposed, copying, proven(), started, failed(doubt, ok(1))), ran: ['1'] },
  ],
  ['not run', { told: told(proposed, copying, proven(), started, failed('Nothing was run: it stopped.')), ran: [] }],
  ['with a waiver', { told: told(proposed, ['ChangeStarted', { change: 'C', waived: 'W' }], applied) }],
])('the checker finds nothing wrong with a change that was told as it is: %s', ([, round]) => {
  expect(troubles(round)).toEqual([])
})

it.for<[string, Partial<GateRound>, string]>([
  ['ran with no copy', { told: told(proposed, started, applied) }, 'it: started with no proven copy'],
  [
    'proven after it began',
    { told: told(proposed, copying, started, proven(), applied) },
    'it: started with no proven copy',
  ],
  [
    'a copy of something else',
    { told: told(proposed, copying, proven({ covers: ['dir:/etc/other'] }), started, applied) },
    'it: started with a copy that does not count',
  ],
  [
    'a copy that shows too little',
    { told: told(proposed, copying, proven({ level: 'L1' }), started, applied) },
    'it: started with a copy that does not count',
  ],
  [
    'an old copy',
    { told: told(proposed, copying, proven({ takenAt: '2026-03-01T08:44:59.000Z' }), started, applied) },
    'it: started with a copy that does not count',
  ],
  [
    'ran without a start',
    { told: told(proposed, copying, proven()), ran: ['1'] },
    'it: "1" ran more often than it was started',
  ],
  ['its copy was altered', { isAltered: true }, 'it: ran although its copy was altered'],
  ['ran twice', { ran: ['1', '2', '2'] }, 'it: "2" ran more often than it was started'],
  ['taken back without a start', { ran: ['1', '2', 'undo'] }, 'it: "undo" ran more often than it was started'],
  ['nothing said of it', { told: told(proposed, copying, proven(), started) }, 'it: a start has 0 ends'],
  ['told as applied, and half done', { ran: ['1'] }, 'it: told as done, and ran 1'],
  [
    'told as not run, and ran',
    { told: told(proposed, copying, proven(), started, failed('Nothing was run: it stopped.')), ran: ['1'] },
    'it: ran 1, and was told: Nothing was run: it stopped.',
  ],
  [
    'told as half done, and all of it ran',
    { told: told(proposed, copying, proven(), started, failed('Half done: 1 of 2', ok(1))) },
    'it: ran 1, 2, and was told: Half done: 1 of 2',
  ],
  [
    'more in doubt than is told',
    { told: told(proposed, copying, proven(), started, failed(doubt)) },
    `it: ran 1, 2, and was told: ${doubt}`,
  ],
  ['a copy nobody ended', { told: told(proposed, copying), ran: [], disk: {} }, 'it: a copy has 0 ends'],
  [
    'a plain copy left beside the sealed one',
    { disk: { B: { 'sealed.copy': 'd', 'dump.sql': 'e' } } },
    'it: a copy is proven, and there lies sealed.copy, dump.sql',
  ],
  [
    'another copy than was proven',
    { disk: { B: { 'sealed.copy': 'other' } } },
    'it: a copy is proven, and there lies sealed.copy',
  ],
])('the checker finds it: %s', ([, round, trouble]) => {
  expect(troubles(round)).toEqual([trouble])
})
