import { expect, it } from 'vitest'
import type { Entry } from './entry.ts'
import type { EventData, EventType } from './events.ts'
import { replay } from './replay.ts'
import { awaitsControl, mayType, ownHost, seatOf } from './seats.ts'

const shared = { terminal: 't1', title: 'bash', host: 'db-1', person: 'ana', recording: 'r1' }
const ran = { terminal: 't1', command: 'df -h', startedAt: minute(2), durationMs: 20, offset: 900 }

it('gives a host its own keyboard; that of all the others keeps its holder and its number', () => {
  const is = replay([
    said(1, 'TerminalShared', shared),
    said(1, 'TerminalShared', { ...shared, terminal: 't2', host: 'web-1' }),
    said(2, 'KeyboardGiven', { to: 'ana', epoch: 1 }),
    said(3, 'KeyboardAsked', { person: 'ben', host: 'db-1' }),
    said(4, 'KeyboardGiven', { to: 'ben', from: 'ana', epoch: 2, host: 'db-1', awaiting: true }),
  ])
  expect(seatOf(is, 'web-1')).toEqual({ holder: 'ana', epoch: 1, askedBy: [], since: minute(2) })
  expect(seatOf(is, 'db-1')).toEqual({
    host: 'db-1',
    holder: 'ben',
    epoch: 2,
    awaiting: true,
    from: 'ana',
    askedBy: [],
    since: minute(4),
  })
  const [db, web] = is.terminals as [(typeof is.terminals)[0], (typeof is.terminals)[0]]
  expect([mayType(is, db, 'ana'), mayType(is, db, 'ben'), mayType(is, web, 'ana')]).toEqual([false, false, true])
  const taken = replay([said(5, 'ControlTaken', { person: 'ben', epoch: 2, host: 'db-1' })], is)
  expect([mayType(taken, db, 'ben'), taken.operator, taken.epoch]).toEqual([true, 'ana', 2])
  const left = replay([said(6, 'Left', { person: 'ben', hosts: ['db-1'], epoch: 3 })], taken)
  expect(seatOf(left, 'db-1')).toEqual({ host: 'db-1', epoch: 3, askedBy: [], since: minute(6) })
  expect(seatOf(left, 'web-1').epoch).toBe(1)
})

it('lets control be taken only under the number that was given, and only once it was taken counts a key', () => {
  const given = said(1, 'KeyboardGiven', { to: 'ben', epoch: 4, awaiting: true })
  const is = replay([said(1, 'TerminalShared', shared), given, said(2, 'ControlTaken', { person: 'ben', epoch: 3 })])
  expect(seatOf(is, 'db-1')).toEqual({ holder: 'ben', epoch: 4, awaiting: true, askedBy: [], since: minute(1) })
  const taken = replay([said(3, 'ControlTaken', { person: 'ben', epoch: 4 })], is)
  expect(seatOf(taken, 'db-1').awaiting).toBeUndefined()
})

it('has one keyboard while terminals stand on one host, and asks its receiver for a word only where a line may be left', () => {
  const both = [
    said(1, 'Joined', { person: 'ana', as: 'responder' }),
    said(1, 'Joined', { person: 'ben', as: 'responder' }),
  ]
  const held = replay([...both, said(1, 'KeyboardGiven', { to: 'ana', epoch: 1 })])
  const one = replay([said(2, 'TerminalShared', shared)], held)
  const two = replay([said(3, 'TerminalShared', { ...shared, terminal: 't2', host: 'web-1' })], one)
  expect([ownHost(one, 'db-1'), ownHost(two, 'db-1')]).toEqual([undefined, 'db-1'])
  const toBen = { to: 'ben', by: 'ana' }
  expect([held, one, two].map(is => awaitsControl(is, toBen))).toEqual([false, true, true])
  expect(awaitsControl(one, { to: 'ben', by: 'ben' })).toBe(false)
  const awaited = replay([said(4, 'KeyboardGiven', { to: 'ben', from: 'ana', epoch: 2, awaiting: true })], one)
  expect(awaitsControl(awaited, { to: 'ana', by: 'ben' })).toBe(false)
  const benLeft = replay([said(5, 'Left', { person: 'ben', freed: ['keyboard'], epoch: 3 })], awaited)
  expect([seatOf(benLeft, 'db-1').holder, awaitsControl(benLeft, { to: 'ana', by: 'ben' })]).toEqual([undefined, false])
})

it('remembers a take-over until it is done or called off, and how often nobody led', () => {
  const over = { takeOver: 'o1', person: 'ana', from: 'ben', reason: 'on the phone', effectiveAt: minute(2) }
  const is = replay([
    said(1, 'TakeOverAnnounced', over),
    said(1, 'TakeOverAnnounced', { ...over, takeOver: 'o2', host: 'db-1' }),
    said(2, 'LeadNagged', { times: 2 }),
    said(2, 'GlassBroken', { person: 'ana', terminal: 't1', host: 'db-1', at: minute(1) }),
  ])
  expect([is.takeOvers?.map(one => one.takeOver), is.leadNags]).toEqual([['o1', 'o2'], 2])
  const called = replay([said(3, 'TakeOverCalledOff', { takeOver: 'o2' })], is)
  expect(called.takeOvers).toEqual([over])
  expect(replay([said(3, 'KeyboardGiven', { to: 'ana', from: 'ben', epoch: 1 })], called).takeOvers).toEqual([])
})

it('keeps what is known of a command, what was noted by hand, and a person’s word on both', () => {
  const note = { note: 'n1', command: 'kubectl get pods', kind: 'look', at: minute(1) } as const
  const is = replay([
    said(1, 'CommandRan', { ...ran, host: 'db-2', from: 'screen', kind: 'change', denied: true, outside: true }),
    said(2, 'CommandNoted', note),
    said(3, 'CommandJudged', { command: 'x1', kind: 'look' }),
    said(4, 'CommandJudged', { command: 'n1', kind: 'change' }),
    said(5, 'CommandsMore', { terminal: 't1', count: 40 }),
    said(6, 'CommandsMore', { terminal: 't1', count: 2 }),
  ])
  const known = { host: 'db-2', from: 'screen', denied: true, outside: true }
  expect(is.commands).toEqual([{ ...ran, ...known, kind: 'look', judgedBy: 'Mira', entry: 'x1' }])
  const { note: id, ...noted } = note
  const by = { person: 'mira', by: 'Mira', judgedBy: 'Mira' }
  expect(is.noted).toEqual([{ ...noted, id, entry: 'x2', kind: 'change', ...by }])
  expect(is.commandsMore).toEqual({ t1: 42 })
})

it('knows up to where a recording is held fast, and what is missing in it', () => {
  const anchor = { recording: 'r1', terminal: 't1', bytes: 65_536, segments: 1, digest: 'd', why: 'hand-over' } as const
  const gap = { recording: 'r1', terminal: 't1', bytes: 512, why: 'disk' } as const
  const is = replay([
    said(1, 'TerminalShared', shared),
    said(2, 'RecordingAnchored', anchor),
    said(3, 'RecordingGap', gap),
  ])
  expect(is.terminals).toMatchObject([
    {
      anchored: { bytes: 65_536, segments: 1, digest: 'd', at: minute(2) },
      gaps: [{ bytes: 512, why: 'disk', at: minute(3) }],
    },
  ])
})

it('counts what others did on a host together, and lists shells and checks', () => {
  const touch = { host: 'db-1', what: 'login', who: 'eve', count: 1 } as const
  const shell = { host: 'db-1', account: 'ben', person: 'ben', terminal: 't1', key: 'SHA256:abc' }
  const is = replay([
    said(1, 'HostTouched', touch),
    said(2, 'HostTouched', { ...touch, count: 3 }),
    said(3, 'HostTouched', { ...touch, what: 'cron' }),
    said(4, 'ShellOpened', shell),
    said(5, 'CheckRan', { host: 'db-1', check: 'disk', exitCode: 0, digest: 'd' }),
  ])
  expect(is.touched).toEqual([
    { ...touch, count: 4, entry: 'x1', since: minute(1), at: minute(2) },
    { ...touch, what: 'cron', entry: 'x3', since: minute(3), at: minute(3) },
  ])
  expect(is.shells).toEqual([{ ...shell, at: minute(4) }])
  expect(is.checks).toEqual([{ host: 'db-1', check: 'disk', exitCode: 0, digest: 'd', by: 'Mira', at: minute(5) }])
})

it('weighs a suggestion: who supports it, until when it is asked, who holds it, and whether it stands at the prompt', () => {
  const open = [
    said(1, 'Suggested', { suggestion: 's1', ref: 'S1', text: 'drop the index', why: 'it is broken' }),
    said(2, 'SuggestionSupported', { suggestion: 's1' }),
    said(3, 'SuggestionSupported', { suggestion: 's1', reason: 'seen it before' }),
    said(4, 'SuggestionOpen', { suggestion: 's1', until: minute(5) }),
  ]
  const is = replay(open)
  const support = { person: 'mira', by: 'Mira', reason: 'seen it before', at: minute(3) }
  expect(is.suggestions).toMatchObject([{ state: 'open', supports: [support], openUntil: minute(5) }])
  const held = replay([said(5, 'SuggestionHeld', { suggestion: 's1' })], is)
  expect(held.suggestions[0]).toMatchObject({ openUntil: undefined, held: { by: 'Mira', at: minute(5) } })
  const put = replay([said(6, 'PutAtPrompt', { suggestion: 's1', terminal: 't1', outcome: 'not-free' })], held)
  expect(put.suggestions[0]?.atPrompt).toEqual({ terminal: 't1', outcome: 'not-free', at: minute(6), ranBefore: 0 })
})

it('keeps tasks, whose they are, and what came of them', () => {
  const task = { task: 'k1', ref: 'T1', what: 'call the provider', to: 'ben', until: minute(20) }
  const is = replay([
    said(1, 'TaskGiven', task),
    said(2, 'TaskGiven', { task: 'k2', ref: 'T2', what: 'read the logs' }),
    said(3, 'TaskDone', { task: 'k1', note: 'they know' }),
    said(4, 'TaskDropped', { task: 'k2', reason: 'they are gone' }),
  ])
  const { task: id, ...given } = task
  expect(is.tasks).toEqual([
    { id, ...given, state: 'done', note: 'they know', by: 'Mira', at: minute(1), endedAt: minute(3) },
    {
      id: 'k2',
      ref: 'T2',
      what: 'read the logs',
      state: 'dropped',
      note: 'they are gone',
      by: 'Mira',
      at: minute(2),
      endedAt: minute(4),
    },
  ])
})

function minute(n: number): string {
  return new Date(Date.UTC(2026, 10, 12, 3, n)).toISOString()
}

function said<T extends EventType>(n: number, type: T, data: EventData[T]): Entry {
  const by = { kind: 'person', id: 'mira', name: 'Mira' }
  return { id: `x${n}`, incident: 'i', seq: n, at: minute(n), by, type, v: 1, data } as unknown as Entry
}
