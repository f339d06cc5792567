import type { Ask, Refusal } from '../incident/decision.ts'
import type { Entry } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'
import { replay, unopened } from '../incident/replay.ts'
import { behind, type Tx } from '../store/db.ts'
import { saveHead } from '../store/head.ts'
import { holdTimeline, readTimeline } from '../store/timeline.ts'
import { carryOut, type Done } from './carry-out.ts'
import type { Desk } from './desk.ts'
import { knowingIn } from './known-for.ts'

/** What became of an ask: the entries it made (none when nothing was left to change), or the refusal. */
export type Handled = { entries: Entry[]; is: Incident } | Refusal

/**
 * The whole imperative shell of a command: hold the timeline, fold it, decide, append, owe what follows.
 * All in the caller's transaction; whoever watches is told after its commit.
 */
export async function handle(
  desk: Desk,
  tx: Tx,
  incident: string,
  ask: Ask<unknown>,
  command: string,
): Promise<Handled> {
  await behind(tx, holdTimeline(tx, incident))
  return handleHeld(desk, tx, incident, ask, command)
}

/** The same on a timeline that this transaction holds already. */
export async function handleHeld(
  desk: Desk,
  tx: Tx,
  incident: string,
  ask: Ask<unknown>,
  command: string,
): Promise<Handled> {
  const was = await foldedNow(desk, tx, incident)
  const within = { desk, tx, know: knowingIn(desk, tx) }
  const done = await carryOut(within, { entries: [], is: was, last: lastOf.get(was), born: [] }, ask, command)
  if ('code' in done) return done
  const { entries, is, last } = done
  if (entries.length === 0 || !last) return { entries, is }
  await behind(tx, saveHead(tx, is, last.hash))
  tx.afterwards.push(() => {
    remember(desk, is)
    lastOf.set(is, last)
    desk.live.changed(incident)
    desk.take?.(done.born)
    desk.wake()
  })
  return { entries, is }
}

/** The incident as it stands in this transaction. A redaction changed older entries, so then all of them are read again. */
export async function foldedNow(desk: Desk, tx: Tx, incident: string): Promise<Incident> {
  const before = desk.folded.get(incident)
  const since = await readTimeline(tx, incident, before?.seq ?? 0)
  if (before && !since.some(entry => entry.type === 'Redacted')) return replay(since, before)
  return replay(before ? await readTimeline(tx, incident) : since, { ...unopened, id: incident })
}

/** The last entry of a fold in memory: whoever goes on from exactly that fold need not look it up. */
const lastOf = new WeakMap<Incident, NonNullable<Done['last']>>()

const rememberedIncidents = 500

/** The oldest are forgotten first; a forgotten one is folded anew from its timeline. */
function remember(desk: Desk, is: Incident): void {
  desk.folded.delete(is.id)
  desk.folded.set(is.id, is)
  const oldest = desk.folded.size > rememberedIncidents ? desk.folded.keys().next().value : undefined
  if (oldest) desk.folded.delete(oldest)
}
