import type { Entry } from './entry.ts'
import type { EventType } from './events.ts'
import { evolveAlerts } from './evolve-alerts.ts'
import { evolveChange } from './evolve-change.ts'
import { evolveCourse } from './evolve-course.ts'
import { evolveKeyboard } from './evolve-keyboard.ts'
import { evolvePeople } from './evolve-people.ts'
import { evolveReasoning } from './evolve-reasoning.ts'
import { evolveTasks } from './evolve-tasks.ts'
import { evolveTerminal } from './evolve-terminal.ts'
import { evolveTraffic } from './evolve-traffic.ts'
import type { EvolveBy, Incident } from './incident.ts'

const evolveBy: EvolveBy<EventType> = {
  ...evolveAlerts,
  ...evolveCourse,
  ...evolvePeople,
  ...evolveKeyboard,
  ...evolveTerminal,
  ...evolveTasks,
  ...evolveReasoning,
  ...evolveChange,
  ...evolveTraffic,
}

export function evolve(was: Incident, entry: Entry): Incident {
  // An event of a newer Fireline that this one does not know changes nothing it can show.
  const by = evolveBy[entry.type] as ((was: Incident, data: unknown, entry: Entry) => Incident) | undefined
  const is = by ? by(was, entry.data, entry) : was
  return { ...is, seq: entry.seq, at: entry.at }
}

/** The incident that these entries tell, in the order of their seq, on top of what was folded before. */
export function replay(entries: readonly Entry[], from: Incident = unopened): Incident {
  return entries.reduce(evolve, from)
}

export const unopened: Incident = {
  id: '',
  number: 0,
  title: '',
  severity: 'sev4',
  status: 'open',
  service: 'default',
  team: 'default',
  openedBy: 'person',
  openedAt: '',
  startedAt: '',
  keyboardAskedBy: [],
  epoch: 0,
  people: [],
  alerts: [],
  evidence: [],
  hypotheses: [],
  suggestions: [],
  objections: [],
  changes: [],
  backups: [],
  waivers: [],
  suggestedPages: [],
  updates: [],
  calls: [],
  cannot: [],
  wasItYou: [],
  terminals: [],
  commands: [],
  drafts: [],
  seq: 0,
  at: '',
}
