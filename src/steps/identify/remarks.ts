import type { z } from 'zod'
import { type Ask, type Decision, happened, idOf, knowing, refuse } from '../../incident/decision.ts'
import type { Incident, Remark } from '../../incident/incident.ts'
import { nextRef } from '../../incident/ref.ts'
import { remarkNamed } from '../../incident/remark.ts'
import type { identifyAsks } from './asks.ts'
import { next, say } from './say.ts'

type Body<N extends keyof typeof identifyAsks> = z.infer<(typeof identifyAsks)[N]['body']>

/** So many answers of one incident are kept: a mailbox that is flooded fills no timeline. */
export const mostRemarks = 300

/** Somebody answered from elsewhere. It is kept as what they said, and does nothing else. */
export function hearRemark(was: Incident, ask: Ask<Body<'hear-remark'>>): Decision {
  if ((was.remarks?.length ?? 0) >= mostRemarks) return []
  return [happened('RemarkHeard', { remark: idOf(ask, 0), ...ask.body })]
}

/** A person makes a theory or a fact of what somebody answered: one action, and who did it stands there. */
export const keepRemark = knowing(['kept'], (was: Incident, ask: Ask<Body<'keep-remark'>>, { kept }): Decision => {
  const { as } = ask.body
  const remark = remarkNamed(was, ask.body.remark)
  if (!remark) return refuse('unknown-remark', say.unknownRemark(ask.body.remark), next.sayItYourself)
  if (remark.keptAs === as) return []
  if (as === 'hypothesis') return asTheory(was, ask, remark)
  const evidence = idOf(ask, 0)
  const said = { source: say.remarkedBy(remark), kind: 'statement' as const, ...kept }
  return [
    happened('EvidenceAdded', { evidence, ref: nextRef('E', was.evidence), ...said }),
    happened('RemarkKept', { remark: remark.id, as, evidence }),
  ]
})

/** One that stands on the board already is not put there twice. */
function asTheory(was: Incident, ask: Ask<unknown>, remark: Remark): Decision {
  const statement = remark.text.slice(0, 1_000).toWellFormed()
  const there = was.hypotheses.find(one => one.state !== 'ruled out' && one.statement === statement)
  const hypothesis = there?.id ?? idOf(ask, 0)
  const proposed = happened('HypothesisProposed', { hypothesis, ref: nextRef('H', was.hypotheses), statement })
  const keptSo = happened('RemarkKept', { remark: remark.id, as: 'hypothesis', hypothesis })
  return there ? [keptSo] : [proposed, keptSo]
}
