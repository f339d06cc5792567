import fc from 'fast-check'
import { expect } from 'vitest'
import { placeAgain } from '../src/engine/place-again.ts'
import type { Incident } from '../src/incident/incident.ts'
import { inTransaction } from '../src/store/db.ts'
import { isToPlaceAgain } from '../src/store/placing.ts'
import type { Caller, World } from './harness.ts'
import { ended, firing, type Sending, sendingTo } from './sending.ts'

/** One thing that happens; `of` is which of two hosts. The switch mutes host 1 while it is down. What changes fires, or ends. */
export type Step =
  | { does: 'change' | 'repeat'; of: 0 | 1 | 'switch' }
  | { does: 'silence'; of: 0 | 1 | 'all'; minutes: number }
  | { does: 'end-silences' }
  | { does: 'wait'; minutes: number }

const of = fc.constantFrom<0 | 1 | 'switch'>(0, 1, 1, 'switch')
const covered = fc.constantFrom<0 | 1 | 'all'>(0, 1, 'all')
const minutes = fc.integer({ min: 1, max: 9 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('change' as const), of }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('repeat' as const), of }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('silence' as const), of: covered, minutes }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('end-silences' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('wait' as const), minutes }) },
)

export const steps = fc.array(step, { minLength: 5, maxLength: 14 })

export const muting = {
  inhibitions: [
    {
      source: [{ name: 'alertname', op: '=', value: 'SwitchDown' }],
      target: [{ name: 'instance', op: '=', value: '1' }],
      equal: ['service'],
    },
  ],
}

/** Plays the steps against a service of its own, and holds what came of them against what is true by then. */
export async function play(world: World, caller: Caller, slug: string, happens: readonly Step[]): Promise<void> {
  const sending = await sendingTo(world, slug)
  // A change of services or silences has everything looked at again: done with now, so that it hides nothing at the end.
  await settled(world)
  const told = new Map<string, object>()
  const fires = new Map<string, string>()
  const silences: { id: string; of: string; endsAt: string }[] = []
  const now = () => world.fireline.desk.clock.at()
  for (const one of happens) {
    if (one.does === 'wait') await pass(world, one.minutes)
    else if (one.does === 'silence') silences.push(await silence(caller, slug, one))
    else if (one.does === 'end-silences') for (const { id } of silences) await caller.delete(`/api/v1/silences/${id}`)
    else await send(sending, String(one.of), one.does, { told, fires, now: now() })
    if (one.does === 'end-silences') silences.length = 0
    if (one.does === 'end-silences' || one.does === 'silence') await settled(world)
    world.advance(1_000)
  }
  await settled(world)
  const active = silences.filter(one => one.endsAt > now()).map(one => one.of)
  await holds(caller, sending, { fires, isSilenced: host => active.includes('all') || active.includes(host) })
}

interface Sent {
  /** What was sent last of each. */
  told: Map<string, object>
  /** What fires: since when. */
  fires: Map<string, string>
  now: string
}

/** A firing starts now and is told as long as it lasts; a repeat is told twice in one body, after its end too. */
async function send(sending: Sending, of: string, does: 'change' | 'repeat', sent: Sent): Promise<void> {
  const { told, fires, now } = sent
  const labels: Record<string, string> =
    of === 'switch' ? { alertname: 'SwitchDown' } : { alertname: 'HostDown', instance: of }
  const since = fires.get(of)
  if (does === 'change' && since === undefined) {
    fires.set(of, now)
    told.set(of, firing(labels, { startsAt: now }))
  } else if (does === 'change' && since !== undefined) {
    fires.delete(of)
    told.set(of, ended(labels, now, { startsAt: since }))
  }
  const body = told.get(of)
  if (body) await sending.send(body, ...(does === 'repeat' ? [body] : []))
}

async function silence(caller: Caller, service: string, { of, minutes }: Extract<Step, { does: 'silence' }>) {
  const matchers = of === 'all' ? [] : [{ name: 'instance', op: '=', value: String(of) }]
  const body = { service, matchers, reason: 'a generated one', lastsMs: minutes * 60_000 }
  const made = await caller.post<{ id: string; endsAt: string }>('/api/v1/silences', body)
  expect(made.status).toBe(201)
  return { ...made.body, of: String(of) }
}

async function pass(world: World, minutes: number): Promise<void> {
  world.advance(minutes * 60_000)
  await settled(world)
}

/** Until nothing is left to be placed again. */
async function settled({ fireline: { desk } }: World): Promise<void> {
  while (await isToPlaceAgain(desk.db, desk.clock.at()))
    await inTransaction(desk.db, async tx => {
      // What the look of each second does, sooner: in the applier's turn.
      await tx.query("select pg_advisory_xact_lock(hashtextextended('fireline apply', 0))")
      await placeAgain(tx, desk)
    })
}

interface True {
  fires: ReadonlyMap<string, string>
  isSilenced(host: string): boolean
}

/** What fires and is kept out by nothing is in an open incident; what is kept out is kept out by something; nothing burns for nothing. */
async function holds(caller: Caller, sending: Sending, { fires, isSilenced }: True): Promise<void> {
  const alerts = await sending.alerts()
  for (const alert of alerts) {
    const host = alert.labels['alertname'] === 'SwitchDown' ? 'switch' : (alert.labels['instance'] ?? '')
    const isKept = (host === 'switch' ? isSilenced('all') : isSilenced(host)) || (host === '1' && fires.has('switch'))
    expect([host, alert.status]).toEqual([host, fires.has(host) ? 'firing' : 'resolved'])
    if (alert.suppressed) expect([host, alert.status, isKept]).toEqual([host, 'firing', true])
    if (alert.status === 'firing' && !alert.suppressed) expect(await statusOf(caller, alert.incident)).toBe('open')
  }
  const firesIn = new Set(alerts.flatMap(alert => (alert.status === 'firing' ? (alert.incident ?? []) : [])))
  for (const incident of new Set(alerts.flatMap(alert => alert.incident ?? [])))
    if (!firesIn.has(incident)) expect(await statusOf(caller, incident)).toBe('resolved')
}

const statusOf = async (caller: Caller, incident: string | undefined) =>
  (await caller.get<Incident>(`/api/v1/incidents/${incident}`)).body.status
