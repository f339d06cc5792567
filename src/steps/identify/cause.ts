import type { z } from 'zod'
import { type Ask, type Decision, happened, idOf, knowing, refuse } from '../../incident/decision.ts'
import { type Hypothesis, type Incident, named } from '../../incident/incident.ts'
import { nextRef } from '../../incident/ref.ts'
import { defaultRules, type RuleSetting } from '../../incident/rules.ts'
import type { identifyAsks } from './asks.ts'
import { attached } from './evidence.ts'
import { next, say } from './say.ts'

type Body<N extends keyof typeof identifyAsks> = z.infer<(typeof identifyAsks)[N]['body']>

/** Saying again what already stands on the board changes nothing. */
export function proposeHypothesis(was: Incident, ask: Ask<Body<'propose-hypothesis'>>): Decision {
  if (was.hypotheses.some(one => one.state !== 'ruled out' && one.statement === ask.body.statement)) return []
  return [happened('HypothesisProposed', { hypothesis: idOf(ask, 0), ref: nextRef('H', was.hypotheses), ...ask.body })]
}

/** No baseless theory: what nothing supports is not confirmed, and the refusal says how to go on. */
export const confirmCause = knowing(
  ['rules'],
  (was: Incident, ask: Ask<Body<'confirm-cause'>>, { rules }): Decision => {
    const hypothesis = named(was.hypotheses, ask.body.hypothesis)
    if (!hypothesis) return notOnTheBoard(was, 'confirm-cause', ask.body)
    if (was.cause === hypothesis.id) return []
    if (hypothesis.state === 'ruled out')
      return refuse('ruled-out', say.wasRuledOut(hypothesis), [next.proposeAgain(hypothesis)])
    const passed = isSupported(hypothesis)
      ? {}
      : unsupported(was, hypothesis, ask.at, rules[rule] ?? defaultRules[rule])
    return 'code' in passed ? passed : [happened('CauseConfirmed', { hypothesis: hypothesis.id, ...passed })]
  },
)

const rule = 'cause-without-evidence'

/** Nothing supports it: what the rule makes of that, as the team holds it. A waiver covers one confirmation. */
function unsupported(was: Incident, hypothesis: Hypothesis, at: string, setting: RuleSetting) {
  if (setting === 'off') return {}
  if (setting === 'advise') return { advice: [rule] }
  const waiver = was.waivers.find(one => one.rule === rule && !one.isUsed)
  if (!waiver) return refuse('cause-without-evidence', say.nothingSupportsThisYet, waysOn(was, hypothesis))
  if (waiver.effectiveAt <= at) return { waived: waiver.id }
  const seconds = Math.ceil((Date.parse(waiver.effectiveAt) - Date.parse(at)) / 1_000)
  return refuse('cause-without-evidence', say.waiverTakesEffectIn(seconds), [
    next.confirmAgain(hypothesis, waiver.effectiveAt),
  ])
}

/** Evidence supports a theory; what a person stated is supported by a page that knows it, too. */
export function isSupported({ evidenceFor, state, page }: Hypothesis): boolean {
  return evidenceFor.length > 0 || (state === 'stated' && page !== undefined)
}

const waysOn = (was: Incident, hypothesis: Hypothesis) => [
  next.attach(was, hypothesis),
  next.knownIssue(hypothesis),
  next.keepAsTheory(hypothesis),
  next.mitigate(was),
  next.goWithout,
]

export function ruleOut(was: Incident, ask: Ask<Body<'rule-out'>>): Decision {
  const { reason } = ask.body
  const hypothesis = named(was.hypotheses, ask.body.hypothesis)
  if (!hypothesis) return notOnTheBoard(was, 'rule-out', ask.body)
  const evidence = ask.body.evidence === undefined ? undefined : named(was.evidence, ask.body.evidence)
  if (ask.body.evidence !== undefined && !evidence) {
    const without = {
      label: 'Rule it out without it',
      command: 'rule-out',
      body: { hypothesis: hypothesis.id, reason },
    }
    const ways = [without, ...next.chooseEvidence(was, 'rule-out', { hypothesis: hypothesis.id, reason })]
    return refuse('unknown-evidence', say.unknownEvidence(ask.body.evidence), ways)
  }
  if (hypothesis.state === 'ruled out') return []
  const ruledOut = happened('HypothesisRuledOut', { hypothesis: hypothesis.id, reason, evidence: evidence?.id })
  return evidence ? [attached(evidence.id, hypothesis.id, 'against', reason), ruledOut] : [ruledOut]
}

function notOnTheBoard(was: Incident, command: string, body: { hypothesis: string }): Decision {
  return refuse('unknown-hypothesis', say.unknownHypothesis(body.hypothesis), next.choose(was, command, { ...body }))
}

/** A person's word, in one line. A page that is named must be there: it is what may confirm the word. */
export const knownIssue = knowing(
  ['namedPage'],
  (was: Incident, ask: Ask<Body<'known-issue'>>, { namedPage }): Decision => {
    const { says, page } = ask.body
    if (page !== undefined && !namedPage) return refuse('unknown-page', say.unknownPage(page), [next.withoutPage(says)])
    if (was.hypotheses.some(one => one.state === 'stated' && one.statement === says && one.page === namedPage?.id))
      return []
    const stated = { hypothesis: idOf(ask, 0), ref: nextRef('H', was.hypotheses), says }
    return [happened('KnownIssueStated', { ...stated, ...(namedPage && { page: namedPage.id }) })]
  },
)
