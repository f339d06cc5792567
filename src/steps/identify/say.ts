import type { Next } from '../../incident/decision.ts'
import type { Hypothesis, Incident } from '../../incident/incident.ts'

/** The words of this step, in one place. */
export const say = {
  nothingSupportsThisYet: 'Nothing supports this yet. You can still act.',
  unknownHypothesis: (name: string) => `There is no hypothesis ${name} here.`,
  unknownEvidence: (name: string) => `There is no evidence ${name} here.`,
  wasRuledOut: ({ ref, ruledOutBecause }: Hypothesis) =>
    `${ref} was ruled out: ${ruledOutBecause ?? 'no reason given'}`,
  unknownPage: (page: string) => `The runbook has no page ${page}.`,
  waiverTakesEffectIn: (seconds: number) => `Your waiver takes effect in ${seconds} s.`,
  stanceForWhat: 'Name the hypothesis that this is for or against.',
}

/** The ways on from a theory that nothing supports. Pressed as they are, each of them works. */
export const next = {
  attach(was: Incident, { id, ref, evidenceFor, evidenceAgainst }: Hypothesis): Next {
    const here = new Set([...evidenceFor, ...evidenceAgainst].map(attached => attached.evidence))
    const newest = was.evidence.findLast(one => !here.has(one.id))
    const label = 'Attach what you see'
    if (newest)
      return { label, command: 'attach-evidence', body: { evidence: newest.ref, hypothesis: ref, stance: 'for' } }
    const body = { source: 'what I see', kind: 'statement', text: null, hypothesis: id, stance: 'for' }
    return { label, command: 'add-evidence', body }
  },
  knownIssue: ({ statement }: Hypothesis): Next => ({
    label: 'We know this one',
    command: 'known-issue',
    body: { says: statement },
  }),
  keepAsTheory: ({ statement }: Hypothesis): Next => ({
    label: 'Keep as theory',
    command: 'propose-hypothesis',
    body: { statement },
  }),
  mitigate: (was: Incident): Next => ({
    label: 'Mitigate first',
    command: 'propose-change',
    body: {
      what: `Stop the harm: ${was.title}`.slice(0, 300),
      intent: 'mitigation',
      kind: 'simple',
      touches: [was.service],
      restsOn: { symptom: was.title.slice(0, 300) },
    },
  }),
  goWithout: {
    label: 'Go without, say why',
    command: 'waive',
    body: { rule: 'cause-without-evidence', reason: null },
  } as Next,
  confirmAgain: ({ id }: Hypothesis): Next => ({
    label: 'Confirm again',
    command: 'confirm-cause',
    body: { hypothesis: id },
  }),
  proposeAgain: ({ statement }: Hypothesis): Next => ({
    label: 'Propose it again',
    command: 'propose-hypothesis',
    body: { statement },
  }),
}

/** The codes of this step's refusals: part of the API. */
export const identifyRefusals: readonly string[] = [
  'cause-without-evidence',
  'ruled-out',
  'unknown-evidence',
  'unknown-hypothesis',
  'unknown-page',
]
