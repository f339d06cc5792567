import type { ObligationKind } from '../incident/obligation.ts'
import { lease, nextDueAt } from '../store/outbox.ts'
import type { Desk } from './desk.ts'
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
  const record = recordingOutcomes(desk)
  const start = (one: Leased) => {
    const leave = places.enter(one.row.kind as ObligationKind)
    const work = performOne(desk, one, stopping.signal, clocks, record).finally(() => {
      underWay.delete(one.row.id)
      leave()
      void look()
    })
    underWay.set(one.row.id, work)
  }
  const leaseAndStart = async () => {
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
    const ms = underWay.size > 0 ? busyMs : await pauseMs(desk, kinds)
    if (!stopping.signal.aborted) timer = setTimeout(() => void look(), ms)
  })
  void look()
  return {
    wake: () => void look(),
    placesFor: kind => (stopping.signal.aborted ? 0 : places.placesFor(kind)),
    take: born => born.forEach(start),
    async stop(withinMs) {
      clearTimeout(timer)
      const limit = new Promise<void>(resolve => setTimeout(resolve, withinMs).unref())
      stopping.abort()
      await Promise.race([Promise.allSettled(underWay.values()), limit])
    },
  }
}

async function pauseMs(desk: Desk, kinds: ObligationKind[]): Promise<number> {
  const due = await nextDueAt(desk.db, kinds).catch(() => undefined)
  return due ? Math.min(1_000, Math.max(20, due.getTime() - desk.clock.now().getTime())) : 1_000
}
