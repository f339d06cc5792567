import type { ObligationKind } from '../incident/obligation.ts'
import { lease, leasedUnheard, nextDueAt } from '../store/outbox.ts'
import type { Desk } from './desk.ts'
import { watchDoubts } from './in-doubt.ts'
import { lanes } from './lanes.ts'
import { type Clocks, type Leased, leaseMs, ownClocks } from './lease-time.ts'
import { reason } from './log.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { performOne } from './perform-one.ts'
import { isFirstCall, readyTogether } from './ready-together.ts'
import { recordingOutcomes } from './record-outcome.ts'

export interface Deliverer {
  wake(): void
  /** How many of a kind could begin now. */
  placesFor(kind: ObligationKind): number
  /** Begins what is leased already; one too many finds a place all the same. */
  take(born: readonly Leased[]): void
  /** Waits for what is under way, at most `withinMs`. */
  stop(withinMs: number): Promise<void>
}

/** Until the next look while something is under way; whatever ends looks at once. */
const busyMs = 100

/**
 * Performs what is owed, when it is due: lease, perform, record. A page leaves only after its row is committed; in doubt
 * it is sent again and says that it may be a repeat. Looks at every wake and at least every second.
 */
export function startDelivering(desk: Desk, clocks: Clocks = ownClocks): Deliverer {
  const underWay = new Map<string, Promise<void>>()
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const places = lanes(() => void look())
  const record = recordingOutcomes(desk, stopping.signal)
  const found = new Set<string>()
  /** Begun here, and what came of it is not recorded: that waits for its lease, and is a repeat. */
  const unrecorded = new Set<string>()
  const start = (one: Leased) => {
    // Heard of twice: as it was found, and by the commit that was slow to answer.
    if (found.has(leaseOf(one))) return
    const { id, kind } = one.row
    unrecorded.delete(id)
    const leave = places.enter(kind as ObligationKind)
    const work = async () => {
      const isRecorded = await performOne(desk, one, stopping.signal, clocks, record)
      if (!isRecorded) unrecorded.add(id)
      underWay.delete(id)
      leave()
      void look()
    }
    underWay.set(id, work())
  }
  const doubts = watchDoubts(desk.db, () => void look())
  const findUnheard = async () => {
    if (!doubts.are() || stopping.signal.aborted) return
    const [from, known] = [clocks(), [...underWay.keys(), ...unrecorded]]
    const rows = await leasedUnheard(desk.db, desk.node, desk.clock.now(), leaseMs, known)
    for (const one of rows.filter(row => !underWay.has(row.id)).map(row => ({ row, from }))) {
      start(one)
      found.add(leaseOf(one))
    }
  }
  const leaseAndStart = async () => {
    await findUnheard()
    const free = places.free()
    if (free.length === 0 || stopping.signal.aborted) return
    const from = clocks()
    const rows = await lease(desk.db, desk.node, desk.clock.now(), leaseMs, free, [...underWay.keys()])
    const [calls, others] = [rows.filter(isFirstCall), rows.filter(row => !isFirstCall(row))]
    for (const row of others) start({ row, from })
    for (const one of await readyTogether(desk, calls)) start({ ...one, from })
  }
  const look = oneAtATime(async () => {
    clearTimeout(timer)
    await leaseAndStart().catch((error: unknown) =>
      desk.log.error('cannot read what is owed', { reason: reason(error) }),
    )
    // A lane without room looks again when it has some. While much is done, looking soon is cheaper than asking when.
    const kinds = places.free().flatMap(one => one.kinds)
    const ms = underWay.size > 0 || doubts.are() ? busyMs : await pauseMs(desk, kinds)
    if (!stopping.signal.aborted) timer = setTimeout(() => void look(), ms)
  })
  void look()
  return {
    wake: () => void look(),
    placesFor: kind => (stopping.signal.aborted ? 0 : places.placesFor(kind)),
    take: born => born.forEach(start),
    async stop(withinMs) {
      clearTimeout(timer)
      doubts.stop()
      const limit = new Promise<void>(resolve => setTimeout(resolve, withinMs).unref())
      stopping.abort()
      await Promise.race([Promise.allSettled(underWay.values()), limit])
    },
  }
}

const leaseOf = ({ row: { id, epoch } }: Leased): string => `${id} ${epoch}`

async function pauseMs(desk: Desk, kinds: ObligationKind[]): Promise<number> {
  const due = await nextDueAt(desk.db, kinds).catch(() => undefined)
  return due ? Math.min(1_000, Math.max(20, due.getTime() - desk.clock.now().getTime())) : 1_000
}
