import type { z } from 'zod'
import { type Ask, type Decision, happened, knowing, refuse } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import type { documentAsks } from './asks.ts'
import { next, say } from './say.ts'

type Body<N extends keyof typeof documentAsks> = z.infer<(typeof documentAsks)[N]['body']>

/** Never waits for a cause. */
export function mitigate(was: Incident, ask: Ask<Body<'mitigate'>>): Decision {
  return was.status === 'open' ? [happened('Mitigated', ask.body)] : []
}

export function resolve(was: Incident, ask: Ask<Body<'resolve'>>): Decision {
  return was.status === 'resolved' ? [] : [happened('Resolved', { summary: ask.body.summary, how: 'person' })]
}

export function reopen(was: Incident, { body }: Ask<Body<'reopen'>>): Decision {
  if (was.status === 'open') return []
  return [happened('Reopened', { reason: body.reason ?? body.summary })]
}

export const mergeInto = knowing(
  ['otherIncident'],
  (was, ask: Ask<Body<'merge-into'>>, { otherIncident }): Decision => {
    if (!otherIncident) return refuse('unknown-incident', say.unknownIncident(ask.body.incident), [next.nameAnother])
    if (otherIncident.id === was.id) return refuse('into-itself', say.intoItself, [next.nameAnother])
    if (was.mergedInto === otherIncident.id) return []
    if (otherIncident.mergedInto) {
      const follow = otherIncident.mergedInto === was.id ? [] : [next.mergeInto(otherIncident.mergedInto)]
      return refuse('merged-away', say.mergedAway(otherIncident.number), [...follow, next.nameAnother])
    }
    return [happened('MergedInto', { incident: otherIncident.id })]
  },
)
