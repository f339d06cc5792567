import { fireline } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'
import type { CallMessage, Delivery } from '../steps/notify/channel.ts'
import { details, headline, say } from '../steps/notify/say.ts'
import { inTransaction, type Sql, type Tx } from '../store/db.ts'
import type { Desk } from './desk.ts'
import { handOver, type WayOut } from './hand-over.ts'
import { handle } from './handle.ts'
import { newId } from './id.ts'
import { reason } from './log.ts'
import type { Outside } from './outside.ts'
import type { Perform } from './perform.ts'

export const canaryEveryMs = 20_000

/** The canary's last way through: accepted, applied, owed, decided, composed, handed over. */
export interface Canary {
  /** Told by the channel at the end of the way. */
  came(): void
  /** Told where the way ended before that. */
  fell(why: string): void
  lastMs(): number
  /** Why the last one did not come through. */
  trouble(): string | undefined
}

export function canary(monotonicMs: () => number = () => performance.now()): Canary {
  let last = Number.NEGATIVE_INFINITY
  let trouble: string | undefined
  return {
    came() {
      last = monotonicMs()
      trouble = undefined
    },
    fell(why) {
      trouble = why
    },
    lastMs: () => monotonicMs() - last,
    trouble: () => trouble,
  }
}

/** An obligation of the canary's own, without an incident: it proves that what is owed is leased, performed and recorded. */
export async function oweCanary(desk: Desk, sql: Sql): Promise<void> {
  await forgetCanaries(sql)
  const now = desk.clock.now()
  const id = newId(now)
  await sql.query(`insert into obligation (id, kind, key, body, due_at) values ($1, 'canary', $2, '{}', $3)`, [
    id,
    id,
    now,
  ])
}

/** Canaries that are over leave no trace. */
async function forgetCanaries(sql: Sql): Promise<void> {
  const gone = `select id from obligation where kind = 'canary' and state <> 'owed'`
  await sql.query(`delete from attempt where obligation in (${gone})`)
  await sql.query(`delete from obligation where kind = 'canary' and state <> 'owed'`)
  await sql.query(`delete from accepted where source = 'canary' and applied_at is not null`)
}

/**
 * The rest of the canary's way is a page's own: an incident opens for it, the policy is asked, what follows is owed; all of that
 * is rolled back, and what it would have said leaves by a channel that only tells us that it came.
 */
export function performCanary(outside: Outside, wayOut: WayOut, flown: Canary): Perform<'canary'> {
  return async (owed, desk, signal) => {
    try {
      const is = await rehearsed(desk)
      const delivery = await handOver(owed, messageOf(owed.id, is, desk, outside), wayOut, desk, outside, signal)
      return over(delivery, flown)
    } catch (error) {
      return over({ outcome: 'failed', answer: reason(error) }, flown)
    }
  }
}

/** It is not tried again: the next one flies in 20 s. */
function over({ outcome, answer }: Delivery, flown: Canary): { outcome: 'delivered' | 'failed'; answer: string } {
  if (outcome === 'delivered') return { outcome, answer }
  flown.fell(answer)
  return { outcome: 'failed', answer }
}

/** Carries what was decided out of a transaction that must not stay. */
class RolledBack extends Error {
  readonly is: Incident
  constructor(is: Incident) {
    super('rolled back on purpose')
    this.is = is
  }
}

async function rehearsed(desk: Desk): Promise<Incident> {
  const apart: Desk = { ...desk, folded: new Map(), wake: () => {} }
  const ends = inTransaction(desk.db, async tx => {
    throw new RolledBack(await openAndEscalate(apart, tx))
  })
  return ends.catch((error: unknown) => {
    if (error instanceof RolledBack) return error.is
    throw error
  })
}

async function openAndEscalate(desk: Desk, tx: Tx): Promise<Incident> {
  const now = desk.clock.now()
  const incident = newId(now)
  // Numbers of incidents are above zero, and its own is nobody else's.
  await tx.query('insert into incident (id, number) values ($1, $2)', [incident, -now.getTime()])
  const ask = (body: unknown) => ({ id: newId(now), by: fireline, at: desk.clock.at(), body })
  const opened = await handle(desk, tx, incident, ask(alertOf(incident, desk.clock.at())), 'open-for-alert')
  if ('code' in opened) throw new Error(`an alert opens nothing: ${opened.message}`)
  if (opened.is.escalation) return owesAll(tx, opened.is)
  const stepped = await handle(desk, tx, incident, ask({ run: 1, round: 0, step: 0 }), 'escalate')
  if ('code' in stepped) throw new Error(`nobody would be called: ${stepped.message}`)
  return owesAll(tx, stepped.is)
}

/** Every call that was decided is owed, and so is the next step. */
async function owesAll(tx: Tx, is: Incident): Promise<Incident> {
  const { rows } = await tx.query<{ key: string }>('select key from obligation where incident = $1', [is.id])
  const keys = rows.map(row => row.key)
  const missing = is.calls.filter(call => !keys.includes(`call:${call.id}`)).length
  const hasStep = !is.escalation?.next || keys.some(key => key.startsWith('escalate:'))
  if (missing > 0 || !hasStep) throw new Error('what was decided is not owed')
  return is
}

function alertOf(incident: string, at: string) {
  const said = { fingerprint: 'canary', signature: 'canary', title: 'Canary', severity: 'critical', service: 'default' }
  return {
    number: 0,
    service: 'default',
    severity: 'sev2',
    groupKey: `canary ${incident}`,
    unrouted: false,
    source: 'Fireline',
    alert: { alert: incident, ...said, startedAt: at, source: 'Fireline', labels: {}, annotations: {} },
    message: { digest: 'canary', bytes: 6, excerpt: 'Canary' },
  }
}

const nobody = { id: '00000000-0000-0000-0000-000000000000', name: 'Canary' }

function messageOf(id: string, is: Incident, desk: Desk, { url }: Outside): CallMessage {
  return {
    id,
    incident: is.id,
    number: is.number,
    severity: is.severity,
    to: nobody,
    headline: headline(is, [], 'UTC'),
    lines: details(is, say.first, 'UTC'),
    link: url(),
    ways: [],
    buttons: [],
    repeat: false,
    at: desk.clock.at(),
    isTest: true,
  }
}
