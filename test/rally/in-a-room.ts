import { type Ask, type Decision, happened, isRefusal, type Refusal } from '../../src/incident/decision.ts'
import type { IncidentEvent } from '../../src/incident/events.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { replay } from '../../src/incident/replay.ts'
import type { Person } from '../../src/roster/person.ts'
import { rallyAsks } from '../../src/steps/rally/asks.ts'
import { rallyDecisions } from '../../src/steps/rally/rally.ts'

export const nine = '2026-03-02T09:00:00.000Z'

const people = new Map<string, Person>(
  [
    { id: 'ana', kind: 'person', name: 'Ana', role: 'responder' },
    { id: 'ben', kind: 'person', name: 'Ben', role: 'responder' },
    { id: 'cleo', kind: 'person', name: 'Cleo', role: 'responder' },
    { id: 'vera', kind: 'person', name: 'Vera', role: 'viewer' },
    { id: 'fireline', kind: 'service', name: 'Fireline', role: 'responder' },
  ].map(person => [person.id, person as Person]),
)

const opened = happened('IncidentOpened', {
  number: 1,
  title: 'Checkout fails',
  severity: 'sev2',
  service: 'shop',
  team: 'default',
  openedBy: 'person',
  startedAt: nine,
})

export const joined = (person: string) => happened('Joined', { person, as: 'responder' })
/** Ana leads and types; Ben has come. */
export const anaAlone = [
  joined('ana'),
  happened('LeadTaken', { person: 'ana' }),
  happened('KeyboardGiven', { to: 'ana', epoch: 1 }),
]
export const anaAndBen = [...anaAlone, joined('ben')]

type Done = IncidentEvent & { by?: string }
/** The same event, done by somebody else than Ana. */
export const by = (person: string, event: IncidentEvent): Done => Object.assign(event, { by: person })

/** An incident after these. */
export function given(...events: Done[]): Incident {
  const entries = [opened, ...events].map((event: Done, i) => ({
    ...event,
    id: `e${i}`,
    incident: 'inc',
    seq: i + 1,
    at: nine,
    by: actor(event.by ?? 'ana'),
  }))
  return replay(entries)
}

let asks = 0

/** What comes of it when a person asks; everybody in the room has it open, but for `gone`. */
export function when(
  was: Incident,
  person: string,
  command: keyof typeof rallyAsks,
  body: object = {},
  { at = nine, gone = [] as string[] } = {},
): Decision {
  const id = `0195f000-0000-7000-8000-${String(++asks).padStart(12, '0')}`
  const ask = { id, by: actor(person), at, body: rallyAsks[command].body.parse(body) as unknown }
  const decide = rallyDecisions[command] as unknown as (was: Incident, ask: Ask<unknown>, known: object) => Decision
  const seen = new Set([...people.keys()].filter(one => !gone.includes(one)))
  return decide(was, ask, { people, seen, beating: seen })
}

/** The incident after what was decided. */
export const after = (was: Incident, decision: Decision, by = 'ana'): Incident => {
  if (isRefusal(decision)) throw new Error(`this was refused: ${decision.message}`)
  const entries = decision.map((event, i) => ({
    ...event,
    id: `e${was.seq + i}`,
    incident: was.id,
    seq: was.seq + 1 + i,
    at: nine,
    by: actor(by),
  }))
  return replay(entries, was)
}

export const no = (decision: Decision): Refusal => {
  if (!isRefusal(decision)) throw new Error(`this was not refused: ${JSON.stringify(decision)}`)
  return decision
}

/** Presses each way forward of a refusal; throws when one is refused itself. */
export function pressEach(was: Incident, person: string, refusal: Refusal, fill: Record<string, string>): number {
  for (const next of refusal.next) {
    const body = Object.fromEntries(Object.entries(next.body).map(([key, value]) => [key, value ?? fill[key]]))
    const pressed = when(was, person, next.command as keyof typeof rallyAsks, body)
    if (isRefusal(pressed)) throw new Error(`${refusal.code} -> ${next.label}: ${pressed.message}`)
  }
  return refusal.next.length
}

const actor = (id: string) => ({ kind: 'person' as const, id, name: people.get(id)?.name ?? id })
