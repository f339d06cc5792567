import type { Desk } from '../engine/desk.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import type { EventData } from '../incident/events.ts'
import { inTransaction, type Tx } from '../store/db.ts'
import type { HostGuard } from '../store/host-guards.ts'
import { hostSeat } from './host-seat.ts'

type Touch = Omit<EventData['HostTouched'], 'host'>

interface Waiting {
  guard: HostGuard
  touch: Touch
  since: number
}

/** Like ones within this time are told as one; a cron job comes back each minute, and says nothing new. */
const togetherMs = (what: Touch['what']): number => (what === 'cron' ? 15 * 60_000 : 60_000)
const mostNamed = 10

const waitingByDesk = new WeakMap<Desk, Map<string, Waiting>>()

/**
 * Told at once the first time; what is like it within a minute is counted and told together, by `tellTouches`. False when nothing burns on
 * the host, or when it was the holder of the keyboard.
 */
export async function hostWasTouched(desk: Desk, tx: Tx, guard: HostGuard, touch: Touch): Promise<boolean> {
  const ofGuard = [...waitingOf(desk).values()].filter(one => one.guard.host === guard.host).length
  // From so many on nobody reads names: those that come after them are counted by what they did.
  const { what, count } = touch
  return note(desk, tx, guard, ofGuard < mostNamed ? touch : { what, count })
}

async function note(desk: Desk, tx: Tx, guard: HostGuard, touch: Touch): Promise<boolean> {
  const waiting = waitingOf(desk)
  const like = [guard.host, touch.what, touch.who, touch.from].join('\n')
  const known = waiting.get(like)
  if (known) {
    waiting.set(like, { ...known, touch: { ...touch, count: known.touch.count + touch.count } })
    return true
  }
  if (!(await tell(desk, tx, guard, touch))) return false
  waiting.set(like, { guard, touch: { ...touch, count: 0 }, since: desk.clock.now().getTime() })
  return true
}

/** Tells what came again since, once its minute is over. */
export async function tellTouches(desk: Desk): Promise<void> {
  const waiting = waitingOf(desk)
  const now = desk.clock.now().getTime()
  for (const [like, { guard, touch, since }] of waiting) {
    if (now - since < togetherMs(touch.what)) continue
    if (touch.count > 0) await inTransaction(desk.db, tx => tell(desk, tx, guard, touch))
    waiting.delete(like)
  }
}

async function tell(desk: Desk, tx: Tx, guard: HostGuard, touch: Touch): Promise<boolean> {
  const here = await hostSeat(tx, [guard.host, ...guard.also])
  if (!here || (touch.who && here.accounts.includes(touch.who.toLowerCase()))) return false
  const by = { kind: 'agent' as const, id: guard.id, name: `the guard of ${guard.host}` }
  const body = { host: here.host, ...touch }
  const ask = { id: newId(desk.clock.now()), by, at: desk.clock.at(), body }
  const handled = await handle(desk, tx, here.incident, ask, 'host-touched')
  return !('code' in handled) && handled.entries.length > 0
}

function waitingOf(desk: Desk): Map<string, Waiting> {
  const known = waitingByDesk.get(desk)
  if (known) return known
  const made = new Map<string, Waiting>()
  waitingByDesk.set(desk, made)
  return made
}
