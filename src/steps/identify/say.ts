import type { Next } from '../../incident/decision.ts'
import type { Hypothesis, Incident, Remark } from '../../incident/incident.ts'
import { overWords } from '../../incident/remark.ts'

/** The words of this step, in one place. */
export const say = {
  nothingSupportsThisYet: 'Nothing supports this yet. You can still act.',
  unknownHypothesis: (name: string) => `There is no hypothesis ${name} on this board.`,
  unknownEvidence: (name: string) => `There is no evidence ${name} in this incident.`,
  wasRuledOut: ({ ref, ruledOutBecause }: Hypothesis) =>
    `${ref} was ruled out: ${ruledOutBecause ?? 'no reason given'}`,
  unknownPage: (page: string) => `The runbook has no page ${page}.`,
  waiverTakesEffectIn: (seconds: number) => `Your waiver takes effect in ${seconds} s.`,
  unknownRemark: (name: string) => `There is no reply ${name} here. The room lists those that came.`,
  /** Nobody proved who wrote a mail; in a chat that is linked to Fireline we know. */
  remarkedBy: ({ from, over, person }: Remark) =>
    `${from}, ${overWords(over)}${person ? '' : ', not verified'}`.slice(0, 300),
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
  confirmAgain: ({ id }: Hypothesis, from: string): Next => ({
    label: 'Confirm again',
    command: 'confirm-cause',
    body: { hypothesis: id },
    from,
  }),
  /** Without the hypothesis that is not there; a short text goes along, a long one is pasted again. */
  keepLoose({
    text = '',
    source,
    kind,
    command,
  }: {
    text?: string
    source: string
    kind: string
    command?: string
  }): Next {
    const said = text.length <= 4_000 ? text : null
    return {
      label: 'Keep it for now, attach it later',
      command: 'add-evidence',
      body: { source, kind, ...(command && { command }), text: said },
    }
  },
  /** The same about one that stands on the board; with an empty board, something to put there. */
  choose(was: Incident, command: string, body: Next['body']): Next[] {
    const isAny = was.hypotheses.some(one => one.state !== 'ruled out')
    const chosen = { label: 'Choose one from the board', command, body: { ...body, hypothesis: null } }
    return [
      ...(isAny ? [chosen] : []),
      { label: 'Put it on the board', command: 'propose-hypothesis', body: { statement: null } },
    ]
  },
  /** The same with evidence that is there, or what one sees now. */
  chooseEvidence(was: Incident, command: string, body: Next['body']): Next[] {
    const chosen = { label: 'Choose from the evidence', command, body: { ...body, evidence: null } }
    const added = { source: null, kind: null, text: null, hypothesis: body['hypothesis'] }
    return [
      ...(was.evidence.length > 0 ? [chosen] : []),
      { label: 'Add what you see', command: 'add-evidence', body: added },
    ]
  },
  sayItYourself: [
    {
      label: 'Say it in your own words',
      command: 'add-evidence',
      body: { source: null, kind: 'statement', text: null },
    },
    { label: 'Put a theory on the board', command: 'propose-hypothesis', body: { statement: null } },
  ] as Next[],
  withoutPage: (says: string): Next => ({ label: 'Say it without a page', command: 'known-issue', body: { says } }),
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
  'unknown-remark',
]
