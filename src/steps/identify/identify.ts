import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { identifyAsks } from './asks.ts'
import { confirmCause, knownIssue, proposeHypothesis, ruleOut } from './cause.ts'
import { addEvidence, attachEvidence } from './evidence.ts'
import { hearRemark, keepRemark } from './remarks.ts'

/** From evidence to a cause. */
export const identifyDecisions: Decisions<typeof identifyAsks> = {
  'add-evidence': addEvidence,
  'propose-hypothesis': proposeHypothesis,
  'attach-evidence': attachEvidence,
  'confirm-cause': confirmCause,
  'rule-out': ruleOut,
  'known-issue': knownIssue,
  'keep-remark': keepRemark,
  'hear-remark': hearRemark,
}

/** The alert's own message is evidence E1; the step that takes it in keeps it. */
export const identifyReactions: Reactions = {}
