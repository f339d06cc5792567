import { commands } from '../src/api/commands.ts'
import type { Ask, Decision, Refusal } from '../src/incident/decision.ts'
import { isRefusal } from '../src/incident/decision.ts'
import type { Entry } from '../src/incident/entry.ts'
import type { EventData, IncidentEvent } from '../src/incident/events.ts'
import type { Incident } from '../src/incident/incident.ts'
import type { Artefact, Known } from '../src/incident/known.ts'
import { replay } from '../src/incident/replay.ts'
import { defaultRules } from '../src/incident/rules.ts'
import { changeDecisions } from '../src/steps/change/change.ts'

/** Told in the tests of the change step: who, when, and what is known. */
export const orders = 'pg:shop/shop/public.orders'
export const customers = 'pg:shop/shop/public.customers'
export const at = (clock: string) => `2026-05-04T${clock}.000Z`
export const uuid = (n: number) => `01999999-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

/** A timeline to tell, a clock to move, and what the engine would load. */
export function story() {
  const entries: Entry[] = []
  const artefacts = new Map<string, Artefact>()
  let now = at('03:00:00')
  let asked = 0
  const known = {
    rules: { ...defaultRules },
    artefacts,
    proofs: [] as Known['proofs'],
    distances: new Map() as Known['distances'],
    strain: [] as Known['strain'],
    standBys: new Map() as Known['standBys'],
    since: undefined as Known['since'],
    mayRunHere: false,
    resources: new Map([['shop', { slug: 'shop', kind: 'postgres' }]]) as Known['resources'],
  }
  const is = () => replay(entries)
  const add = (events: IncidentEvent[], by: string) => {
    for (const event of events) {
      const seq = entries.length + 1
      const head = {
        id: uuid(90_000 + seq),
        incident: 'i',
        seq,
        at: now,
        by: { kind: 'person', id: by, name: by } as const,
      }
      entries.push({ ...head, ...event })
    }
  }
  const ask = (by: string, command: keyof typeof changeDecisions, body: object): Decision => {
    asked += 4_096
    const checked = commands[command]?.body.parse(body)
    const one = { id: uuid(asked), by: { kind: 'person', id: by, name: by }, at: now, body: checked } as Ask<never>
    const decide = changeDecisions[command] as (was: Incident, ask: Ask<never>, known: Partial<Known>) => Decision
    const decision = decide(is(), one, known)
    if (!isRefusal(decision)) add(decision, by)
    return decision
  }
  return {
    known,
    is,
    ask,
    entries,
    clock(time: string) {
      now = at(time)
    },
    happened<T extends keyof EventData>(type: T, data: EventData[T], by = 'Ana') {
      add([{ type, v: 1, data } as IncidentEvent], by)
    },
    propose(more: object = {}, by = 'Ana'): string {
      ask(by, 'propose-change', {
        what: 'repair orders',
        intent: 'mitigation',
        kind: 'complex',
        touches: [orders],
        ...more,
      })
      return is().changes.at(-1)?.ref ?? ''
    },
    /** As the run that its last start owes asks. */
    mayRun(): Decision {
      const started = entries.findLast(entry => entry.type === 'ChangeStarted')
      if (started?.type !== 'ChangeStarted') throw new Error('nothing was started')
      const { change, how, terminal, plan, wayBack = false } = started.data
      return ask('Fireline', 'change-may-run', { change, wayBack, how, terminal, plan })
    },
    proven(covers: string[] = [orders], more: Partial<EventData['BackupVerified']> = {}) {
      const backup = uuid(500 + entries.length)
      const change = is().changes[0]?.id ?? ''
      add([{ type: 'BackupStarted', v: 1, data: { backup, change, driver: 'postgres', touches: covers } }], 'Fireline')
      const said = {
        level: 'L3' as const,
        covers,
        takenAt: now,
        digest: 'd1',
        bytes: 1,
        location: '/x',
        proof: '',
        restore: '',
      }
      const data = { backup, change, driver: 'postgres', verifiedAt: now, durationMs: 1, ...said, ...more }
      add([{ type: 'BackupVerified', v: 1, data }], 'Fireline')
      artefacts.set(backup, { digest: data.digest })
      return backup
    },
  }
}

export const refusal = (decision: Decision): Refusal => {
  if (!isRefusal(decision)) throw new Error(`not refused: ${decision.map(event => event.type).join()}`)
  return decision
}
export const types = (decision: Decision) =>
  isRefusal(decision) ? decision.code : decision.map(event => event.type).join()
