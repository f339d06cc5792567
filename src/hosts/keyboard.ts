import type { Keyboard } from '../api/agent-protocol.ts'
import type { Desk } from '../engine/desk.ts'
import type { Incident, Terminal } from '../incident/incident.ts'
import { replay, unopened } from '../incident/replay.ts'
import { seatOf, seatsOf } from '../incident/seats.ts'
import { readTimeline } from '../store/timeline.ts'

/** Whose keys reach this terminal, as the timeline says. In one for looking around they are its own person's for good. */
export function keyboardOf(is: Incident, terminal: Terminal): Keyboard {
  if (terminal.looking) return { epoch: 1, holder: terminal.person, name: nameIn(is, terminal.person) }
  const { holder, epoch, awaiting } = seatOf(is, terminal.host)
  return holder ? { epoch, holder, name: nameIn(is, holder), ...(awaiting && { awaiting }) } : { epoch }
}

/** Who leads or has a keyboard in an incident that this node works on. */
export function holdersOf(desk: Desk): Set<string> {
  const burning = [...desk.folded.values()].filter(is => is.status !== 'resolved')
  return new Set(burning.flatMap(is => [is.lead ?? [], seatsOf(is).flatMap(({ holder }) => holder ?? [])].flat()))
}

/** The incident as the database has it now, from what this node had folded before. */
export async function incidentNow(desk: Desk, id: string): Promise<Incident> {
  const before = desk.folded.get(id) ?? { ...unopened, id }
  return replay(await readTimeline(desk.db, id, before.seq), before)
}

function nameIn(is: Incident, person: string): string | undefined {
  return is.people.find(one => one.person === person)?.name
}
