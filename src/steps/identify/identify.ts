import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { identifyAsks } from './asks.ts'
import { confirmCause, knownIssue, proposeHypothesis, ruleOut } from './cause.ts'
import { addEvidence, attachEvidence, keepAlert } from './evidence.ts'
import { alertText } from './say.ts'

/** From evidence to a cause. */
export const identifyDecisions: Decisions<typeof identifyAsks> = {
  'add-evidence': addEvidence,
  'keep-alert': keepAlert,
  'propose-hypothesis': proposeHypothesis,
  'attach-evidence': attachEvidence,
  'confirm-cause': confirmCause,
  'rule-out': ruleOut,
  'known-issue': knownIssue,
}

export const identifyReactions: Reactions = {
  /** The alert is evidence E1, unless whoever took it in kept it already. */
  AlertReceived: (entry, is) => {
    if (is.evidence.some(one => one.kind === 'alert')) return []
    const body = { alert: entry.data.alert, text: alertText(entry.data) }
    return [{ kind: 'ask', key: 'keep-alert', dueAt: entry.at, body: { command: 'keep-alert', body } }]
  },
}
