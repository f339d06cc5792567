import { type Decide, knowing } from '../../incident/decision.ts'
import { presentResponders } from '../../incident/incident.ts'
import type { NotifyBody } from './asks.ts'
import { fire } from './escalate.ts'
import { firstPlace } from './escalation.ts'
import { say } from './say.ts'

/** People work on it, nobody leads, and being told did not help: the policy is paged, past those who are here. While it is being paged anyhow, that goes on. */
export const pageForLead: Decide<NotifyBody<'page-for-lead'>, 'policy' | 'channels' | 'plans' | 'service'> = knowing(
  ['policy', 'channels', 'plans', 'service'],
  (was, ask, known) => {
    const isPagedFor = was.status === 'open' && was.acknowledgedBy === undefined
    if (was.status !== 'open' || was.lead || isPagedFor || known.service.mode === 'watch-only') return []
    const here = new Set(presentResponders(was).map(one => one.person))
    const others = <T extends { id: string }>(people: T[]) => people.filter(one => !here.has(one.id))
    const { steps, fallback } = known.policy
    const policy = {
      ...known.policy,
      steps: steps.map(step => ({ ...step, people: others(step.people) })),
      fallback: others(fallback),
    }
    const run = (was.escalation?.run ?? 0) + 1
    return fire(was, ask, { ...known, policy }, firstPlace, { run, dueAt: ask.at, why: say.nobodyLeads })
  },
)
