import type { z } from 'zod'
import { type Ask, type Decision, happened, idOf, knowing, refuse } from '../../incident/decision.ts'
import type { EventData, IncidentEvent } from '../../incident/events.ts'
import { type Incident, named } from '../../incident/incident.ts'
import { nextRef } from '../../incident/ref.ts'
import type { identifyAsks } from './asks.ts'
import { next, say } from './say.ts'

type Body<N extends keyof typeof identifyAsks> = z.infer<(typeof identifyAsks)[N]['body']>

/** What somebody saw, kept with its source, time and digest; attached to a theory at once when one is named. */
export const addEvidence = knowing(['kept'], (was: Incident, ask: Ask<Body<'add-evidence'>>, { kept }): Decision => {
  const { source, kind, from, to, exitCode, command, hypothesis: name, stance } = ask.body
  const hypothesis = name === undefined ? undefined : named(was.hypotheses, name)
  if (name !== undefined && !hypothesis)
    return refuse('unknown-hypothesis', say.unknownHypothesis(name), instead(was, ask.body))
  if (stance && !hypothesis) return refuse('unknown-hypothesis', say.stanceForWhat, instead(was, ask.body))
  const evidence = idOf(ask, 0)
  const said = { source, kind, from, to, exitCode, command, ...kept }
  const added = happened('EvidenceAdded', { evidence, ref: nextRef('E', was.evidence), ...said })
  return hypothesis ? [added, attached(evidence, hypothesis.id, stance ?? 'for')] : [added]
})

const instead = (was: Incident, body: Body<'add-evidence'>) => {
  const ways = next.choose(was, 'add-evidence', body)
  return [next.keepLoose(body), ...ways.filter(way => way.command !== 'add-evidence')]
}

export function attachEvidence(was: Incident, ask: Ask<Body<'attach-evidence'>>): Decision {
  const { stance, why } = ask.body
  const hypothesis = named(was.hypotheses, ask.body.hypothesis)
  if (!hypothesis) {
    const ways = next.choose(was, 'attach-evidence', ask.body)
    return refuse('unknown-hypothesis', say.unknownHypothesis(ask.body.hypothesis), ways)
  }
  const evidence = named(was.evidence, ask.body.evidence)
  if (!evidence) {
    const ways = next.chooseEvidence(was, 'attach-evidence', ask.body)
    return refuse('unknown-evidence', say.unknownEvidence(ask.body.evidence), ways)
  }
  const side = stance === 'for' ? hypothesis.evidenceFor : hypothesis.evidenceAgainst
  if (side.some(one => one.evidence === evidence.id && one.why === why)) return []
  return [attached(evidence.id, hypothesis.id, stance, why)]
}

export function attached(
  evidence: string,
  hypothesis: string,
  stance: EventData['EvidenceAttached']['stance'],
  why?: string,
): IncidentEvent {
  return happened('EvidenceAttached', { evidence, hypothesis, stance, why })
}
