import type { EvolveBy, Hypothesis, Incident } from './incident.ts'
import { withChanged } from './list.ts'

type ReasoningEvent =
  | 'EvidenceAdded'
  | 'HypothesisProposed'
  | 'EvidenceAttached'
  | 'CauseConfirmed'
  | 'HypothesisRuledOut'
  | 'RemarkHeard'
  | 'RemarkKept'
  | 'KnownIssueStated'

/** How facts and theories change the incident. */
export const evolveReasoning: EvolveBy<ReasoningEvent> = {
  EvidenceAdded: (was, data, entry) => {
    const { evidence: id, reports, ...said } = data
    const before = was.evidence.find(one => one.id === id)
    const told = reports && { reports: { ...reports, toldAt: entry.at } }
    const added = { id, ...said, ...told, by: entry.by.name, at: before?.at ?? entry.at }
    return before
      ? { ...was, evidence: was.evidence.map(one => (one === before ? added : one)) }
      : { ...was, evidence: [...was.evidence, added] }
  },
  HypothesisProposed: (was, data, entry) => {
    const { hypothesis: id, ...said } = data
    return withHypothesis(was, { id, ...said, state: 'theory', ...nothingFor, by: entry.by.name, at: entry.at })
  },
  EvidenceAttached: (was, data) =>
    changed(was, data.hypothesis, hypothesis => {
      const side = data.stance === 'for' ? 'evidenceFor' : 'evidenceAgainst'
      const attached = { evidence: data.evidence, why: data.why }
      return { ...hypothesis, [side]: [...hypothesis[side].filter(a => a.evidence !== data.evidence), attached] }
    }),
  CauseConfirmed: (was, data) => ({
    ...changed(was, data.hypothesis, hypothesis => ({ ...hypothesis, state: 'confirmed' })),
    cause: data.hypothesis,
    waivers: was.waivers.map(waiver => (waiver.id === data.waived ? { ...waiver, isUsed: true } : waiver)),
  }),
  HypothesisRuledOut: (was, data) => ({
    ...changed(was, data.hypothesis, hypothesis => ({
      ...hypothesis,
      state: 'ruled out',
      ruledOutBecause: data.reason,
    })),
    cause: was.cause === data.hypothesis ? undefined : was.cause,
  }),
  RemarkHeard: (was, data, entry) => {
    const { remark: id, ...said } = data
    return { ...was, remarks: [...(was.remarks ?? []), { id, ...said, at: entry.at }] }
  },
  RemarkKept: (was, data) => ({ ...was, remarks: withChanged(was.remarks ?? [], data.remark, { keptAs: data.as }) }),
  KnownIssueStated: (was, data, entry) =>
    withHypothesis(was, {
      id: data.hypothesis,
      ref: data.ref,
      statement: data.says,
      page: data.page,
      state: 'stated',
      ...nothingFor,
      by: entry.by.name,
      at: entry.at,
    }),
}

const nothingFor = { evidenceFor: [], evidenceAgainst: [] }

function withHypothesis(was: Incident, hypothesis: Hypothesis): Incident {
  return { ...was, hypotheses: [...was.hypotheses, hypothesis] }
}

function changed(was: Incident, id: string, change: (hypothesis: Hypothesis) => Hypothesis): Incident {
  return { ...was, hypotheses: was.hypotheses.map(one => (one.id === id ? change(one) : one)) }
}
