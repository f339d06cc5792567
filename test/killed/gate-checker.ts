import { createHash } from 'node:crypto'
import type { Entry, EntryOf } from '../../src/incident/entry.ts'
import { covers, levelNeeded } from '../../src/incident/touches.ts'
import { of, type Told } from './told.ts'

/** One change, as it was told, and as what it touched knows it. */
export interface GateRound {
  name: string
  told: Told
  /** How many commands the change has; each writes its number into a log of the target, and the way back `undo`. */
  commands: number
  ran: string[]
  /** The copy was altered after the start was approved and before it ran. */
  isAltered?: boolean
  /** What lies in the folder of each copy, as digests by the name of the file. */
  disk: Record<string, Record<string, string>>
}

export interface GateProof {
  changes: number
  starts: number
  /** Commands that the target knows of. */
  ran: number
  /** Runs of which it was said that they are in doubt, are half done, or never began. */
  doubts: number
  half: number
  notBegun: number
  troubles: string[]
}

const freshForMs = 15 * 60_000
const inDoubt = /not known whether it ran/
const half = /^Half done/
const nothing = /^(Nothing was run|Not run)/

/** Compares what ran with what was let through, and with what was told of it. */
export function checkGate(rounds: readonly GateRound[]): GateProof {
  const reasons = rounds.flatMap(({ told }) => of(told.entries, 'ChangeFailed').map(entry => entry.data.reason))
  return {
    changes: rounds.length,
    starts: rounds.reduce((sum, { told }) => sum + of(told.entries, 'ChangeStarted').length, 0),
    ran: rounds.reduce((sum, { ran }) => sum + ran.length, 0),
    doubts: reasons.filter(reason => inDoubt.test(reason)).length,
    half: reasons.filter(reason => half.test(reason)).length,
    notBegun: reasons.filter(reason => nothing.test(reason)).length,
    troubles: rounds.flatMap(round => troublesOf(round).map(trouble => `${round.name}: ${trouble}`)),
  }
}

export const noGateProof: GateProof = {
  changes: 0,
  starts: 0,
  ran: 0,
  doubts: 0,
  half: 0,
  notBegun: 0,
  troubles: [],
}

export const together = (a: GateProof, b: GateProof): GateProof => ({
  changes: a.changes + b.changes,
  starts: a.starts + b.starts,
  ran: a.ran + b.ran,
  doubts: a.doubts + b.doubts,
  half: a.half + b.half,
  notBegun: a.notBegun + b.notBegun,
  troubles: [...a.troubles, ...b.troubles],
})

/** For the table of docs/proof-measured.md. */
export const gateResult = ({ changes, starts, ran, doubts, half, notBegun, troubles }: GateProof): string =>
  [
    `${changes} changes, ${starts} starts, ${ran} commands ran`,
    `${doubts} told as in doubt, ${half} as half done, ${notBegun} as not begun`,
    troubles.length === 0 ? 'none ungated, none twice, none told otherwise' : `**not as promised: ${troubles.length}**`,
  ].join('; ')

const troublesOf = (round: GateRound): string[] => [
  ...copyTroubles(round),
  ...ungated(round),
  ...twice(round),
  ...startsOf(round).flatMap(start => toldOtherwise(round, start)),
]

const startsOf = ({ told }: GateRound) => of(told.entries, 'ChangeStarted')

/** Every start rests on a copy that was proven before it, holds what the change touches, far enough, and is fresh. */
function ungated(round: GateRound): string[] {
  const { entries } = round.told
  const forward = startsOf(round).filter(start => !start.data.wayBack)
  const touches = of(entries, 'ChangeProposed')[0]?.data.touches ?? []
  const troubles = forward.flatMap(start => {
    const copy = of(entries, 'BackupVerified').find(one => one.data.backup === start.data.backup)
    if (start.data.waived) return []
    if (!copy || copy.seq > start.seq) return ['started with no proven copy']
    const held = touches.every(touch => copy.data.covers.some(one => covers(one, touch)))
    const reaches = touches.every(touch => copy.data.level >= levelNeeded(touch))
    const ageMs = Date.parse(start.at) - Date.parse(copy.data.takenAt)
    return held && reaches && ageMs <= freshForMs ? [] : ['started with a copy that does not count']
  })
  if (round.isAltered && round.ran.some(what => what !== 'undo'))
    return [...troubles, 'ran although its copy was altered']
  return troubles
}

/** A start runs each command once at most. */
function twice(round: GateRound): string[] {
  const starts = startsOf(round)
  const back = starts.filter(start => start.data.wayBack).length
  const mostOf = (what: string) => (what === 'undo' ? back : starts.length - back)
  return [...new Set(round.ran)]
    .filter(what => round.ran.filter(one => one === what).length > mostOf(what))
    .map(what => `"${what}" ran more often than it was started`)
}

type End = EntryOf<'ChangeApplied'> | EntryOf<'ChangeFailed'> | EntryOf<'ChangeRolledBack'>
const isEnd = (entry: Entry): entry is End & Entry =>
  entry.type === 'ChangeApplied' || entry.type === 'ChangeFailed' || entry.type === 'ChangeRolledBack'

/** Every start has one end, which says neither more nor less than the target knows. */
function toldOtherwise(round: GateRound, start: EntryOf<'ChangeStarted'>): string[] {
  const next = startsOf(round).find(other => other.seq > start.seq)?.seq ?? Number.POSITIVE_INFINITY
  const ends = round.told.entries.filter(isEnd).filter(entry => entry.seq > start.seq && entry.seq < next)
  const [end] = ends
  if (!end || ends.length > 1) return [`a start has ${ends.length} ends`]
  const isBack = start.data.wayBack === true
  const all = isBack ? ['undo'] : Array.from({ length: round.commands }, (_, n) => String(n + 1))
  const ran = [...new Set(round.ran.filter(what => (what === 'undo') === isBack))]
  const ended = all.slice(0, end.data.results.filter(one => one.exitCode === 0).length)
  if (end.type !== 'ChangeFailed')
    return isSame(ran, all) && isSame(ended, all) ? [] : [`told as done, and ran ${ran.join(', ')}`]
  const { reason } = end.data
  const mayHave = inDoubt.test(reason) ? all.slice(0, ended.length + 1) : ended
  const isTold = isSame(ran, ended) || isSame(ran, mayHave)
  if (!isTold) return [`ran ${ran.join(', ') || 'nothing'}, and was told: ${reason}`]
  if (nothing.test(reason) && ran.length > 0) return [`ran ${ran.join(', ')}, and was told: ${reason}`]
  if (![inDoubt, half, nothing].some(one => one.test(reason))) return [`ended with: ${reason}`]
  return []
}

const isSame = (one: readonly string[], other: readonly string[]): boolean => one.join() === other.join()

/** Every copy that was begun has one end; a proven one lies there as it was proven, and nothing else of it does. */
function copyTroubles({ told: { entries }, disk, isAltered }: GateRound): string[] {
  return of(entries, 'BackupStarted').flatMap(({ data: { backup } }) => {
    const proven = of(entries, 'BackupVerified').filter(entry => entry.data.backup === backup)
    const failed = of(entries, 'BackupFailed').filter(entry => entry.data.backup === backup)
    if (proven.length + failed.length !== 1) return [`a copy has ${proven.length + failed.length} ends`]
    const lies = Object.entries(disk[backup] ?? {})
    if (failed.length > 0) return lies.length === 0 ? [] : ['a copy that failed still lies there']
    const [one] = proven
    if (isAltered || (lies.length === 1 && lies[0]?.[1] === one?.data.digest)) return []
    return [`a copy is proven, and there lies ${lies.map(([name]) => name).join(', ') || 'nothing'}`]
  })
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
