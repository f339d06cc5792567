import { isFields } from '../../alert/reading.ts'
import { resolveTimeoutMs } from '../../alert/resolve-timeout.ts'
import type { KnownAlert, KnownAlerts } from '../../engine/known-alerts.ts'
import type { Telling } from '../../engine/telling.ts'
import type { Integration } from '../../store/integrations.ts'
import { dialects } from '../dialects.ts'
import type { IntakeCall } from '../intake.ts'
import { accept, readBody } from './keep.ts'
import { knownOnes } from './known-ones.ts'

/** One alert of the body; `known` when it was told with the same words before and still fires. */
interface Element {
  told: unknown
  telling?: Telling
  known?: KnownAlert
  expiresMs?: number
}

/**
 * Alerts as Prometheus tells them, all that fire again each minute. What is known word for word, but for its end, is on the disk
 * already and only counted; the others are kept.
 */
export async function keepTold(call: IntakeCall, integration: Integration, body: unknown): Promise<void> {
  const { read } = { read: dialects['alertmanager-v2'] }
  const known = await knownOnes(call)
  if (!known || !Array.isArray(body))
    return void (await accept(call, integration, 'alertmanager-v2', readBody(call, read, body)))
  const nowMs = call.desk.clock.now().getTime()
  const expiry = expiries(nowMs)
  const elements = body.map(told => elementOf(known, integration.id, told, expiry))
  const fresh = elements.filter(one => !one.known)
  if (fresh.length > 0) {
    // A mistake is named by its place in the whole body.
    const isWhole = fresh.length === elements.length
    const report = readFresh(call, isWhole ? body : fresh.map(one => one.told), body)
    const told = report.alerts.map(({ fingerprint }, i) => ({ fingerprint, telling: fresh[i]?.telling }))
    await accept(call, integration, 'alertmanager-v2', report, told)
  }
  for (const one of elements) if (one.known) known.heard(one.known, nowMs, one.expiresMs)
}

function readFresh(call: IntakeCall, some: readonly unknown[], all: readonly unknown[]) {
  try {
    return readBody(call, dialects['alertmanager-v2'], some)
  } catch (error) {
    if (some !== all) readBody(call, dialects['alertmanager-v2'], all)
    throw error
  }
}

/** One without a start begins anew each time, and one whose end has come is over: neither is the same again. */
function elementOf(known: KnownAlerts, integration: string, told: unknown, expiryOf: Expiry): Element {
  if (!isFields(told) || typeof told['startsAt'] !== 'string') return { told }
  const expiresMs = expiryOf(told['endsAt'])
  const telling = expiresMs === undefined ? undefined : known.tellingOf(told, 'endsAt')
  return { told, telling, expiresMs, known: telling && known.find(integration, telling) }
}

/** Until when an alert lives that is told with this end, in Unix milliseconds; undefined when it does not. */
type Expiry = (endsAt: unknown) => number | undefined

/** The alerts of one message share their ends: each is worked out once. */
function expiries(nowMs: number): Expiry {
  let last: unknown
  let worked = expiryAt(last, nowMs)
  return endsAt => {
    if (endsAt !== last) worked = expiryAt(endsAt, nowMs)
    last = endsAt
    return worked
  }
}

function expiryAt(endsAt: unknown, nowMs: number): number | undefined {
  if (endsAt === undefined) return nowMs + resolveTimeoutMs
  if (typeof endsAt !== 'string') return undefined
  const end = Date.parse(endsAt)
  return end > nowMs ? end : undefined
}
