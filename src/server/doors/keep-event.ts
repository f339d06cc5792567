import { at, isFields } from '../../alert/reading.ts'
import type { Report } from '../../alert/report.ts'
import type { Integration } from '../../store/integrations.ts'
import { type Dialect, dialects } from '../dialects.ts'
import type { IntakeCall } from '../intake.ts'
import { accept, readBody } from './keep.ts'
import { knownOnes } from './known-ones.ts'

/** A PagerDuty event. A trigger that was told word for word before and still fires is only counted. */
export async function keepEvent(
  call: IntakeCall,
  integration: Integration,
  dialect: Dialect,
  body: unknown,
): Promise<Pick<Report, 'alerts' | 'acknowledged'> | { alerts: { fingerprint: string }[] }> {
  const known = isAgain(dialect, body) ? await knownOnes(call) : undefined
  const telling = known?.tellingOf(body, 'routing_key')
  const before = telling && known?.find(integration.id, telling)
  if (before) {
    known?.heard(before, call.desk.clock.now().getTime(), undefined)
    return { alerts: [{ fingerprint: before.fingerprint }] }
  }
  const report = readBody(call, dialects[dialect], body)
  const payload = isFields(body) ? at(body, 'payload') : undefined
  const startsAgain = !isFields(payload) || at(payload, 'timestamp') === undefined
  await accept(
    call,
    integration,
    dialect,
    report,
    report.alerts.map(({ fingerprint }) => ({ fingerprint, telling, startsAgain })),
  )
  return report
}

const isAgain = (dialect: Dialect, body: unknown): boolean =>
  dialect === 'pagerduty-v2' &&
  isFields(body) &&
  body['event_action'] === 'trigger' &&
  typeof body['dedup_key'] === 'string'
