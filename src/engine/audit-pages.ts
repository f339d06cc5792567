import { howLong } from '../incident/how-long.ts'
import {
  auditSays,
  type Expected,
  expectedOf,
  type Late,
  lateAfterMs,
  lateAt,
  lateOf,
} from '../steps/notify/audit-pages.ts'
import { headsOf } from '../store/head.ts'
import { burningSeqs, knownOfCalls, lastCanaryAt, type Overdue, overdue, watchedOnly } from '../store/page-audit.ts'
import type { Desk } from './desk.ts'
import { every, type Repeating } from './every.ts'

const auditEveryMs = 10_000
/** What is found late is looked at again so soon: the clock may have jumped, or it left while we looked. */
const confirmMs = 1_000

/** Looks whether what should have left did leave. */
export interface Auditor extends Repeating {
  /** What was found last, in how many incidents it was looked for; `agoMs` is none before the first look ended. */
  last(): {
    late: readonly Late[]
    agoMs?: number
    incidents: number
    /** How much is owed, was due a minute ago and lies there. */
    overdue: number
    /** Since a canary of any node came through, as the database tells it. */
    canaryMsAgo?: number
  }
}

interface Remembered {
  seq: number
  expected: readonly Expected[]
  /** When one of them would be late; until then, and while the timeline stays as it is, nobody has to look. */
  lateAt: number
}

/**
 * Derives from every timeline that is not over what should have happened by now, and compares: a step that did not fire, a page
 * that did not leave, a quiet that ended in silence. It asks what is owed only for what no timeline says. Found twice, it stands.
 */
export function startAuditing(desk: Desk, monotonicMs: () => number = () => performance.now()): Auditor {
  const remembered = new Map<string, Remembered>()
  const twice = foundTwice()
  let late: readonly Late[] = []
  let lookedAt: number | undefined
  let overdueCount = 0
  let canaryAt: number | undefined
  let again: NodeJS.Timeout | undefined
  const look = async () => {
    const { late: all, overdue } = await audit(desk, remembered)
    const found = twice(all)
    late = found.stands
    overdueCount = overdue
    canaryAt = (await lastCanaryAt(desk.db))?.getTime()
    lookedAt = monotonicMs()
    clearTimeout(again)
    if (!found.isNew) return
    desk.wake()
    again = setTimeout(repeating.soon, confirmMs)
  }
  const repeating = every(desk, auditEveryMs, 'the look whether every page left', look)
  return {
    last: () => ({
      late,
      ...(lookedAt !== undefined && { agoMs: Math.round(monotonicMs() - lookedAt) }),
      incidents: remembered.size,
      overdue: overdueCount,
      ...(canaryAt !== undefined && { canaryMsAgo: Math.max(0, desk.clock.now().getTime() - canaryAt) }),
    }),
    soon: repeating.soon,
    stop() {
      clearTimeout(again)
      return repeating.stop()
    },
  }
}

/** What was found the time before as well: a clock that moved makes much due at once, and all of that is under way. */
function foundTwice(): (found: readonly Late[]) => { stands: readonly Late[]; isNew: boolean } {
  let before = new Set<string>()
  return found => {
    const stands = found.filter(one => before.has(nameOf(one)))
    before = new Set(found.map(nameOf))
    return { stands, isNew: stands.length < found.length }
  }
}

const nameOf = ({ what, incident, id, dueAt }: Late): string => `${what} ${incident} ${id} ${dueAt}`

async function audit(desk: Desk, remembered: Map<string, Remembered>): Promise<{ late: Late[]; overdue: number }> {
  const seqs = await burningSeqs(desk.db)
  for (const gone of remembered.keys()) if (!seqs.has(gone)) remembered.delete(gone)
  const now = desk.clock.now().getTime()
  const toRead = [...seqs].filter(([incident, seq]) => {
    const known = remembered.get(incident)
    return known?.seq !== seq || known.lateAt < now
  })
  const watched = await watchedOnly(desk.db)
  const late: Late[] = []
  for (let n = 0; n < toRead.length; n += atOnce)
    late.push(
      ...(await lateAmong(
        desk,
        remembered,
        toRead.slice(n, n + atOnce).map(([incident]) => incident),
        watched,
      )),
    )
  const rows = await overdue(desk.db, new Date(desk.clock.now().getTime() - lateAfterMs))
  return { late: [...late, ...owedAndLate(desk, late, rows)], overdue: rows.length }
}

const atOnce = 200

async function lateAmong(
  desk: Desk,
  remembered: Map<string, Remembered>,
  incidents: string[],
  watched: ReadonlySet<string>,
): Promise<Late[]> {
  const at = desk.clock.at()
  const due = (await headsOf(desk.db, incidents)).map(is => {
    const expected = expectedOf(is, { isLive: !watched.has(is.service) })
    remembered.set(is.id, { seq: is.seq, expected, lateAt: lateAt(expected) ?? Number.POSITIVE_INFINITY })
    return { is, expected: expected.filter(one => Date.parse(one.dueAt) + lateAfterMs < Date.parse(at)) }
  })
  const calls = due.flatMap(({ expected }) => expected.flatMap(({ what, id }) => (what === 'call' ? [id] : [])))
  const known = await knownOfCalls(desk.db, calls)
  return due.flatMap(({ is, expected }) => lateOf(is, expected, known, at))
}

/** What no timeline says: the message that tells several at once, and timers of every other kind. */
function owedAndLate(desk: Desk, told: readonly Late[], rows: readonly Overdue[]): Late[] {
  const now = desk.clock.now().getTime()
  const isTold = new Set(told.map(one => `call:${one.id}`))
  return rows
    .filter(({ key }) => !isTold.has(key))
    .map(({ id, incident, number, due_at: dueAt }) => {
      const lateMs = now - Date.parse(dueAt)
      const says = auditSays.timer(howLong(lateMs))
      const of = number === null ? '' : `INC-${number}: `
      return { what: 'timer', id, dueAt, incident: incident ?? '', number: number ?? 0, lateMs, says: `${of}${says}` }
    })
}
