import type { Ask, Decision, Refusal, Wanted } from '../incident/decision.ts'
import { isRefusal } from '../incident/decision.ts'
import type { Entry } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'
import type { Known } from '../incident/known.ts'
import { reactBy } from '../incident/obligation.ts'
import { replay, unopened } from '../incident/replay.ts'
import { keepClaims } from '../store/claims.ts'
import type { Tx } from '../store/db.ts'
import { saveHead } from '../store/head.ts'
import { owe } from '../store/outbox.ts'
import { append, holdTimeline, readTimeline } from '../store/timeline.ts'
import type { Desk } from './desk.ts'
import { newId } from './id.ts'

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
  const decide = desk.road[command]
  if (!decide) throw new Error(`no decision for ${command}`)
  await holdTimeline(tx, incident)
  const was = await foldedNow(desk, tx, incident)
  const known = await knownFor(desk, tx, was, ask, decide.knows ?? [])
  const decision: Decision = decide(was, ask as Ask<never>, known)
  if (isRefusal(decision)) return decision
  if (decision.length === 0) return { entries: [], is: was }
  const stamped = decision.map(event => ({ id: newId(desk.clock.now()), by: ask.by, at: ask.at, event }))
  const { entries, hash } = await append(tx, incident, was.seq, stamped)
  const is = replay(entries, was)
  await saveHead(tx, is, hash)
  await keepClaims(tx, entries, is)
  await oweWhatFollows(desk, tx, was, entries)
  tx.afterwards.push(() => {
    remember(desk, is)
    desk.live.changed(incident)
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

async function knownFor(
  desk: Desk,
  tx: Tx,
  was: Incident,
  ask: Ask<unknown>,
  knows: readonly Wanted[],
): Promise<Known> {
  const known: Partial<Record<Wanted, unknown>> = {}
  for (const wanted of knows) known[wanted] = await desk.loaders[wanted](tx, was, ask)
  return known as Known
}

async function oweWhatFollows(desk: Desk, tx: Tx, was: Incident, entries: Entry[]): Promise<void> {
  let is = was
  for (const entry of entries) {
    is = replay([entry], is)
    for (const reactions of desk.reactions)
      await owe(tx, is.id, entry.id, reactBy(reactions, entry, is), desk.clock.now())
  }
}

const rememberedIncidents = 500

/** The oldest are forgotten first; a forgotten one is folded anew from its timeline. */
function remember(desk: Desk, is: Incident): void {
  desk.folded.delete(is.id)
  desk.folded.set(is.id, is)
  const oldest = desk.folded.size > rememberedIncidents ? desk.folded.keys().next().value : undefined
  if (oldest) desk.folded.delete(oldest)
}
